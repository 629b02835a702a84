package moderato.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The registry's SQLite file: opened when it is first needed, made when it is not there. Several processes may work in it. */
final class Database implements AutoCloseable {

    private static final int SCHEMA = 1;
    /** Held here so that its level is not forgotten. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private final Path file;
    private @Nullable Connection connection;

    Database(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Does something in one transaction, alone; it is on the disk when this returns. */
    synchronized <T> T transaction(Function<Handle, T> work) {
        try {
            return Handle.transaction(opened(), work);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(file + " cannot be read or written: " + e.getMessage(), e));
        }
    }

    private Connection opened() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connect();
            connection = open;
        }
        return open;
    }

    private Connection connect() throws SQLException {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
        } catch (IOException e) {
            throw new SQLException(e);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        Connection opened = config.createConnection("jdbc:sqlite:" + file);
        try {
            // Flyway takes a noticeable time to start, so it is asked only when there is something to do.
            int found = version(opened);
            if (found > SCHEMA) {
                throw new SQLException("it was written by a later version of this program (schema " + found + ")");
            }
            if (found < SCHEMA) {
                migrate();
            }
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private void migrate() {
        FLYWAY_LOG.setLevel(Level.WARNING);
        Flyway.configure(Database.class.getClassLoader())
                .dataSource("jdbc:sqlite:" + file, "", "")
                .locations("classpath:moderato/registry")
                .load()
                .migrate();
    }

    @Override
    public synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(file + " could not be closed: " + e.getMessage(), e));
        } finally {
            connection = null;
        }
    }
}
