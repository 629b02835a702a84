-- Groups of model packages; last_version only grows, so that no version is given twice.
CREATE TABLE package_group (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    last_version INTEGER NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);

-- A row for every model package: a version of a group, or a package of a name of its own. body is the request that made it, with what was
-- updated since; request is the key of that request, by which it is known again.
CREATE TABLE model_package (
    arn TEXT PRIMARY KEY,
    package_group TEXT COLLATE NOCASE,
    version INTEGER,
    request TEXT UNIQUE,
    approval TEXT,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    modified_by TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX model_package_group ON model_package (package_group, version);

-- Every approval status that a package had, oldest first.
CREATE TABLE approval (
    id INTEGER PRIMARY KEY,
    package TEXT NOT NULL,
    request TEXT UNIQUE,
    status TEXT NOT NULL,
    description TEXT,
    decided_by TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX approval_package ON approval (package);

CREATE TABLE experiment (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE trial (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    experiment TEXT NOT NULL COLLATE NOCASE,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX trial_experiment ON trial (experiment, created);

-- A trial component for every job; body is the service's description of it.
CREATE TABLE component (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE trial_component (
    trial TEXT NOT NULL COLLATE NOCASE,
    component TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (trial, component)
) WITHOUT ROWID;

-- Every value of a metric, in the order of the job's log.
CREATE TABLE metric_point (
    component TEXT NOT NULL COLLATE NOCASE,
    metric TEXT NOT NULL,
    position INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (component, metric, position)
) WITHOUT ROWID;

-- What lineage is about: artifacts, actions, contexts and the trial components of jobs. mark changes when the bytes at source do.
CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    arn TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    mark TEXT NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX entity_source ON entity (source);

CREATE TABLE association (
    source TEXT NOT NULL,
    destination TEXT NOT NULL,
    type TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (source, destination, type)
) WITHOUT ROWID;
CREATE INDEX association_destination ON association (destination);

-- The bytes of files that artifacts hold, by which a file is known again wherever it lies.
CREATE TABLE content (
    artifact TEXT NOT NULL,
    address TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (artifact, address)
) WITHOUT ROWID;
CREATE INDEX content_sha256 ON content (sha256);

PRAGMA user_version = 1;
