package moderato.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import moderato.kernel.RunStatus;

/**
 * Which entry is the last one of every open run.
 *
 * <p>Known in memory, and written down every so many entries; when a file is opened, the entries since then are read through to find the
 * rest. Changes are staged until their commit has succeeded. Written by one thread, read by any.
 */
final class Tails {

    private static final int ENTRIES_BETWEEN_WRITES = 50_000;

    private final Map<Long, Long> kept = new ConcurrentHashMap<>();
    private final Map<Long, Optional<Long>> staged = new HashMap<>();
    private long lastEntry;
    private long written;
    private long stagedLast;
    private long stagedWritten;

    /** Finds the tails of a file. */
    Tails(Path file, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT tails, last FROM mark"); ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw Refusals.damaged(file, "it does not say which entry is its last");
            }
            written = row.getLong(1);
            lastEntry = row.getLong(2);
        }
        findOpen(connection);
        readWritten(file, connection);
        readThrough(file, connection);
    }

    private void findOpen(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT key FROM run WHERE status IN (?, ?)")) {
            statement.setInt(1, RunStatus.RUNNING.ordinal());
            statement.setInt(2, RunStatus.PARKED.ordinal());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    kept.put(row.getLong(1), 0L);
                }
            }
        }
    }

    private void readWritten(Path file, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT run, entry FROM tail"); ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (kept.replace(row.getLong(1), row.getLong(2)) == null) {
                    throw Refusals.damaged(file, "run number " + row.getLong(1) + " is open, but not in the list of runs");
                }
            }
        }
    }

    private void readThrough(Path file, Connection connection) throws SQLException {
        long at = written;
        try (PreparedStatement statement = connection.prepareStatement("SELECT id, run FROM entry WHERE id > ? ORDER BY id")) {
            statement.setLong(1, written);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long id = row.getLong(1);
                    if (id != ++at) {
                        throw Refusals.damaged(file, "the entries from " + at + " to " + (id - 1) + " are missing");
                    }
                    kept.replace(row.getLong(2), id);
                }
            }
        }
        if (at != lastEntry) {
            throw Refusals.damaged(file, "its last entry should be " + lastEntry + " and is " + at + "; the entries up to " + at
                    + " can be read");
        }
    }

    /** The last entry of an open run, as of the last commit; nothing for a run that has ended. */
    Optional<Long> of(long run) {
        return Optional.ofNullable(kept.get(run)).filter(entry -> entry != 0);
    }

    /** The same, as of the commit under way. */
    Optional<Long> stagedOf(long run) {
        Optional<Long> fresh = staged.get(run);
        return fresh == null ? of(run) : fresh;
    }

    /** Forgets what a failed commit had staged. */
    void begin() {
        staged.clear();
        stagedLast = lastEntry;
        stagedWritten = written;
    }

    /** The id of the next entry, which becomes the last one of a run. */
    long next(long run) {
        stagedLast++;
        staged.put(run, Optional.of(stagedLast));
        return stagedLast;
    }

    void set(long run, long entry) {
        staged.put(run, Optional.of(entry));
    }

    /** The run has ended. */
    void remove(long run) {
        staged.put(run, Optional.empty());
    }

    /** Writes into the commit under way what must be in it; everything when {@code all} is said, or when it is time to. */
    void write(WriteStatements statements, boolean all) throws SQLException {
        if (all || stagedLast - written >= ENTRIES_BETWEEN_WRITES) {
            Map<Long, Optional<Long>> tails = new HashMap<>(staged);
            kept.forEach((run, entry) -> tails.putIfAbsent(run, Optional.of(entry)));
            for (Map.Entry<Long, Optional<Long>> tail : tails.entrySet()) {
                if (tail.getValue().isPresent() && tail.getValue().get() > written) {
                    statements.replaceTail.setLong(1, tail.getKey());
                    statements.replaceTail.setLong(2, tail.getValue().get());
                    statements.replaceTail.executeUpdate();
                }
            }
            stagedWritten = stagedLast;
        }
        if (all || stagedLast != lastEntry) {
            statements.updateMark.setLong(1, stagedWritten);
            statements.updateMark.setLong(2, stagedLast);
            statements.updateMark.executeUpdate();
        }
    }

    /** The commit has succeeded. */
    void committed() {
        lastEntry = stagedLast;
        written = stagedWritten;
        staged.forEach((run, entry) -> entry.ifPresentOrElse(id -> kept.put(run, id), () -> kept.remove(run)));
    }
}
