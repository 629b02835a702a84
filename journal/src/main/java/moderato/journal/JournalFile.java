package moderato.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;

/** The SQLite file of a journal: how it is opened, made, and looked over before it is trusted. */
final class JournalFile {

    static final int SCHEMA = 1;
    private static final int HEADER = 100;

    private JournalFile() {
    }

    /** A connection that may write; makes or migrates the file where need be. */
    static Connection open(Path file) throws SQLException {
        WriteAheadLog.check(file);
        Connection connection = connect(file, false);
        try {
            // Flyway takes a noticeable time to start, so it is asked only when there is something to do.
            int found = (int) number(connection, "PRAGMA user_version");
            if (found > SCHEMA) {
                throw Refusals.damaged(file, "it was written by a later version of this program (schema " + found + ")");
            }
            if (found < SCHEMA) {
                migrate(file);
            }
            checkLength(file, connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection of its own, for the writer or for a reader. */
    static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        // 16 MiB of log between two checkpoints: a few milliseconds each, and seldom.
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "4000");
        config.setTransactionMode(readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, readOnly ? "-4000" : "-16000");
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        if (readOnly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private static void migrate(Path file) {
        // A logger asks every jar for a service, so it is named only here; as a local it is held, and its level not forgotten, until all is done.
        Logger flyway = Logger.getLogger("org.flywaydb");
        flyway.setLevel(Level.WARNING);
        Flyway.configure(JournalFile.class.getClassLoader())
                .dataSource("jdbc:sqlite:" + file.toAbsolutePath(), "", "")
                .locations("classpath:moderato/journal")
                .load()
                .migrate();
    }

    /** Refuses a file that is shorter than it says of itself. */
    private static void checkLength(Path file, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        long expected = number(connection, "PRAGMA page_count") * number(connection, "PRAGMA page_size");
        try {
            long length = Files.size(file);
            if (length < expected) {
                throw Refusals.damaged(file, "it has " + length + " bytes and should have " + expected + "; its end is lost");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Refuses a file that is no longer a database by its first bytes, or shorter than they say. */
    static void checkHeader(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        byte[] header = new byte[HEADER];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            if (in.length() < HEADER) {
                throw Refusals.damaged(file, "it has only " + in.length() + " bytes");
            }
            in.readFully(header);
        }
        if (!new String(header, 0, 15, StandardCharsets.US_ASCII).equals("SQLite format 3")) {
            throw Refusals.damaged(file, "it does not begin as a SQLite file does");
        }
    }
}
