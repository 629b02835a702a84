package moderato.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.EngineException;
import moderato.kernel.Journal;
import moderato.kernel.RunFilter;
import moderato.kernel.RunPage;
import moderato.kernel.StoredRun;

/** One connection that reads the journal, with its statements. For one thread at a time. */
final class JournalReader implements AutoCloseable {

    /** A row of the entry table whose checksum was right. */
    record EntryRow(long id, long run, int first, long before, byte[] body) {
    }

    private static final String RUN_COLUMNS = "SELECT key, status, last, body, crc FROM run ";

    private final Path file;
    private final Connection connection;
    private final PreparedStatement runById;
    private final PreparedStatement runByKey;
    private final PreparedStatement entryById;
    private final PreparedStatement textByHash;

    JournalReader(Path file) throws SQLException {
        this(file, JournalFile.connect(file, true));
    }

    JournalReader(Path file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.runById = connection.prepareStatement(RUN_COLUMNS + "WHERE id = ?");
        this.runByKey = connection.prepareStatement("SELECT first, last FROM run WHERE key = ?");
        this.entryById = connection.prepareStatement("SELECT id, run, first, before, body, crc FROM entry WHERE id = ?");
        this.textByHash = connection.prepareStatement("SELECT body FROM text WHERE hash = ?");
    }

    Connection connection() {
        return connection;
    }

    Optional<StoredRun> find(String id) throws SQLException {
        runById.setString(1, id);
        try (ResultSet row = runById.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            StoredRun found = run(row);
            if (!found.run().id().equals(id)) {
                throw Refusals.damaged(file, "the index of run ids leads from %s to %s".formatted(id, found.run().id()));
            }
            return Optional.of(found);
        }
    }

    /** The same, and a look at every row when the index does not know the id: a bit that flipped there hides a run from it. */
    Optional<StoredRun> search(String id) throws SQLException {
        Optional<StoredRun> known = find(id);
        if (known.isPresent()) {
            return known;
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT key FROM run NOT INDEXED WHERE id = ?")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw Refusals.damaged(file, "the index of run ids has lost %s, which is run number %d; 'moderato doctor' tells what is intact"
                            .formatted(id, row.getLong(1)));
                }
            }
        }
        return Optional.empty();
    }

    private StoredRun run(ResultSet row) throws SQLException {
        long key = row.getLong(1);
        byte[] body = row.getBytes(4);
        if (RunRow.crc(key, row.getLong(2), row.getLong(3), body) != row.getInt(5)) {
            throw Refusals.damaged(file, "the row of run number " + key + " is not as it was written");
        }
        return RunRow.run(key, body);
    }

    Optional<String> text(String hash) throws SQLException {
        textByHash.setString(1, hash);
        try (ResultSet row = textByHash.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    /** The ids of the first and, when it has ended, the last entry of a run; 0 where there is none. */
    long[] bounds(long run) throws SQLException {
        runByKey.setLong(1, run);
        try (ResultSet row = runByKey.executeQuery()) {
            if (!row.next()) {
                throw new EngineException(EngineException.Kind.RUN_NOT_FOUND, "there is no run with the number " + run + " any more");
            }
            return new long[] {row.getLong(1), row.getLong(2)};
        }
    }

    EntryRow entry(long id, long run) throws SQLException {
        entryById.setLong(1, id);
        try (ResultSet row = entryById.executeQuery()) {
            if (!row.next()) {
                throw Refusals.damaged(file, "entry " + id + " of run number " + run + " is missing");
            }
            EntryRow entry = entry(row);
            if (entry.run() != run) {
                throw Refusals.damaged(file, "entry " + id + " should belong to run number " + run + " and belongs to " + entry.run());
            }
            return entry;
        }
    }

    /** Reads a row of id, run, first, before, body and checksum. */
    EntryRow entry(ResultSet row) throws SQLException {
        EntryRow entry = new EntryRow(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getBytes(5));
        if (crc(entry) != row.getInt(6)) {
            throw Refusals.damaged(file, "entry " + entry.id() + " of run number " + entry.run() + " is not as it was written");
        }
        return entry;
    }

    private static int crc(EntryRow entry) {
        return crc(entry.id(), entry.run(), entry.first(), entry.before(), entry.body());
    }

    static int crc(long id, long run, int first, long before, byte[] body) {
        return RunRow.crc(id, run << 32 | first, before, body);
    }

    EngineException damaged(String what) {
        return Refusals.damaged(file, what);
    }

    /** The snapshot of a run and the entry it stands after; none when there is none, or when it is damaged, for it can be done without. */
    Optional<SnapshotRow> snapshot(PreparedStatement statement, long run) throws SQLException {
        statement.setLong(1, run);
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            byte[] body = row.getBytes(3);
            boolean right = RunRow.crc(run, row.getLong(1), row.getLong(2), body) == row.getInt(4);
            return right ? Optional.of(new SnapshotRow(new Journal.Change.Snapshot(run, row.getInt(1), body), row.getLong(2))) : Optional.empty();
        }
    }

    record SnapshotRow(Journal.Change.Snapshot snapshot, long entry) {
    }

    List<StoredRun> runs(String where) throws SQLException {
        List<StoredRun> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(RUN_COLUMNS + where); ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(run(row));
            }
        }
        return found;
    }

    RunPage list(RunFilter filter) throws SQLException {
        StringBuilder where = new StringBuilder("WHERE key < ?");
        List<Object> values = new ArrayList<>();
        values.add(filter.after().map(Long::parseLong).orElse(Long.MAX_VALUE));
        filter.status().ifPresent(status -> {
            where.append(" AND status = ?");
            values.add(status.ordinal());
        });
        filter.definitionId().ifPresent(definition -> {
            where.append(" AND definition = ?");
            values.add(definition);
        });
        filter.name().ifPresent(name -> {
            where.append(" AND name = ?");
            values.add(name);
        });
        filter.parent().ifPresent(parent -> {
            where.append(" AND parent = ?");
            values.add(parent);
        });
        List<StoredRun> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(RUN_COLUMNS + where + " ORDER BY key DESC LIMIT ?")) {
            values.add(filter.limit() + 1L);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(run(row));
                }
            }
        }
        List<StoredRun> shown = found.subList(0, Math.min(filter.limit(), found.size()));
        return new RunPage(shown.stream().map(StoredRun::summary).toList(),
                found.size() > shown.size() ? Optional.of(String.valueOf(shown.getLast().key())) : Optional.empty());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
