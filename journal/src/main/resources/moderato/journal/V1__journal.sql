-- Texts that many runs share: definitions and settings, by their hashes.
CREATE TABLE text (
    hash TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
);

-- A row for every run; body is the whole run as JSON, the other columns are what it is looked up by.
-- first and last are the ids of its first and last entries; last is kept when the run has ended.
CREATE TABLE run (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    parent TEXT,
    status INTEGER NOT NULL,
    ended INTEGER,
    first INTEGER NOT NULL,
    last INTEGER,
    body BLOB NOT NULL,
    crc INTEGER NOT NULL
);
CREATE INDEX run_status ON run (status);
CREATE INDEX run_name ON run (name);
CREATE INDEX run_definition ON run (definition);
CREATE INDEX run_parent ON run (parent) WHERE parent IS NOT NULL;
CREATE INDEX run_ended ON run (ended) WHERE ended IS NOT NULL;

-- The events, in the order of commits, so that a commit touches the last page only. Each entry names the one before it of the same run.
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    first INTEGER NOT NULL,
    before INTEGER NOT NULL,
    body BLOB NOT NULL,
    crc INTEGER NOT NULL
);

-- The last entry of every open run, as of the entry mark.tails; those that came later are found by reading from there.
CREATE TABLE tail (
    run INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL
);

-- last is the id of the last entry of all: if it is not there, the file has lost something.
CREATE TABLE mark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    tails INTEGER NOT NULL,
    last INTEGER NOT NULL
);
INSERT INTO mark VALUES (1, 0, 0);

-- The state of a run after some of its events, up to an entry.
CREATE TABLE snapshot (
    run INTEGER PRIMARY KEY,
    events INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    body BLOB NOT NULL,
    crc INTEGER NOT NULL
);

PRAGMA user_version = 1;
