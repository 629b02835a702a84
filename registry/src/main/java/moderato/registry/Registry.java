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

    /** The registry in a file, {@code registry.db} of a home. */
    public Registry(Path file, InstantSource clock) {
        this.database = new Database(file);
        this.packages = new ModelPackages(database, clock);
    }

    /** Model package groups and their versions. */
    public ModelPackages packages() {
        return packages;
    }

    @Override
    public void close() {
        database.close();
    }
}
