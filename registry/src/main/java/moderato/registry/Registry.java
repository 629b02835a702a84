package moderato.registry;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The registry of a home: model packages, experiments and lineage, in one file that is made when it is first needed.
 *
 * <p>Safe for several threads, and for several processes with the same file.
 */
public final class Registry implements AutoCloseable {

    private final Database database;
    private final ModelPackages packages;
    private final Experiments experiments;
    private final Lineage lineage;
    private final InstantSource clock;

    /** The registry in a file, {@code registry.db} of a home. */
    public Registry(Path file, InstantSource clock) {
        this.database = new Database(file);
        this.clock = clock;
        this.packages = new ModelPackages(database, clock);
        this.experiments = new Experiments(database);
        this.lineage = new Lineage(database, clock);
    }

    /** Model package groups and their versions. */
    public ModelPackages packages() {
        return packages;
    }

    /** Experiments, their trials and what was measured in them. */
    public Experiments experiments() {
        return experiments;
    }

    /** Where things come from, and what became of them. */
    public Lineage lineage() {
        return lineage;
    }

    Database database() {
        return database;
    }

    InstantSource clock() {
        return clock;
    }

    @Override
    public void close() {
        database.close();
    }
}
