package moderato.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import moderato.kernel.EngineException;
import moderato.kernel.Journal;
import moderato.kernel.RunFilter;
import moderato.kernel.RunPage;
import moderato.kernel.RunStatus;
import moderato.kernel.StoredRun;

/** A journal in one SQLite file, which survives the machine's death: every commit is on the disk when it returns. */
public final class SqliteJournal implements Journal {

    /*
     * Events go to the end of one table, whichever run they belong to, because a commit of a hundred runs' events would else touch a hundred
     * pages. The entries of a run are chained: each names the one before it. The last entry of an open run is known in memory, and written
     * down every so many entries; when the file is opened, the entries since then are read through to find the rest.
     */
    private static final int ENTRIES_BETWEEN_TAILS = 50_000;

    private final Path file;
    private final Connection connection;
    private final Runnable beforeCommit;
    private final Map<Long, Long> tails = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<JournalReader> idle = new ConcurrentLinkedDeque<>();
    private final PreparedStatement insertText;
    private final PreparedStatement insertRun;
    private final PreparedStatement insertEntry;
    private final PreparedStatement updateRun;
    private final PreparedStatement replaceSnapshot;
    private final PreparedStatement deleteSnapshot;
    private final PreparedStatement replaceTail;
    private final PreparedStatement deleteTail;
    private final PreparedStatement updateMark;
    private long lastEntry;
    private long tailsWritten;
    private volatile boolean closed;

    // Of the commit under way.
    private final Map<Long, Long> staged = new HashMap<>();
    private long stagedLast;

    private SqliteJournal(Path file, Connection connection, Runnable beforeCommit) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.beforeCommit = beforeCommit;
        connection.setAutoCommit(false);
        insertText = connection.prepareStatement("INSERT OR IGNORE INTO text VALUES (?, ?)");
        insertRun = connection.prepareStatement("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insertEntry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)");
        updateRun = connection.prepareStatement("UPDATE run SET status = ?, ended = ?, last = ?, body = ?, crc = ? WHERE key = ?");
        replaceSnapshot = connection.prepareStatement("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?)");
        deleteSnapshot = connection.prepareStatement("DELETE FROM snapshot WHERE run = ?");
        replaceTail = connection.prepareStatement("INSERT OR REPLACE INTO tail VALUES (?, ?)");
        deleteTail = connection.prepareStatement("DELETE FROM tail WHERE run = ?");
        updateMark = connection.prepareStatement("UPDATE mark SET tails = ?, last = ?");
        findTails();
        connection.commit();
    }

    /**
     * Opens a journal's file, which is made when it is not there.
     *
     * @throws EngineException when the file cannot be opened, or is damaged
     */
    public static SqliteJournal open(Path file) {
        return open(file, () -> {
        });
    }

    /** The same, with something to be done between the writes of a commit and its end. */
    static SqliteJournal open(Path file, Runnable beforeCommit) {
        try {
            Connection connection = JournalFile.open(file);
            try {
                return new SqliteJournal(file, connection, beforeCommit);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Refusals.of(file, e);
        }
    }

    /** The connection that writes, for tests that take its space away. */
    Connection connection() {
        return connection;
    }

    private void findTails() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT tails, last FROM mark"); ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw Refusals.damaged(file, "it does not say which entry is its last");
            }
            tailsWritten = row.getLong(1);
            lastEntry = row.getLong(2);
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT key FROM run WHERE status IN (?, ?)")) {
            statement.setInt(1, RunStatus.RUNNING.ordinal());
            statement.setInt(2, RunStatus.PARKED.ordinal());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tails.put(row.getLong(1), 0L);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT run, entry FROM tail"); ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (tails.replace(row.getLong(1), row.getLong(2)) == null) {
                    throw Refusals.damaged(file, "run number " + row.getLong(1) + " is open, but not in the list of runs");
                }
            }
        }
        readThrough();
    }

    private void readThrough() throws SQLException {
        long at = tailsWritten;
        try (PreparedStatement statement = connection.prepareStatement("SELECT id, run FROM entry WHERE id > ? ORDER BY id")) {
            statement.setLong(1, tailsWritten);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long id = row.getLong(1);
                    if (id != ++at) {
                        throw Refusals.damaged(file, "the entries from " + at + " to " + (id - 1) + " are missing");
                    }
                    tails.replace(row.getLong(2), id);
                }
            }
        }
        if (at != lastEntry) {
            throw Refusals.damaged(file, "its last entry should be " + lastEntry + " and is " + at
                    + "; the entries up to " + at + " can be read");
        }
    }

    @Override
    public long lastRun() {
        return read(reader -> JournalFile.number(reader.connection(), "SELECT max(key) FROM run"));
    }

    @Override
    public void commit(List<Change> changes) {
        stagedLast = lastEntry;
        staged.clear();
        try {
            for (Change change : changes) {
                write(change);
            }
            boolean writeTails = stagedLast - tailsWritten >= ENTRIES_BETWEEN_TAILS;
            if (writeTails) {
                writeTails();
            }
            if (stagedLast != lastEntry) {
                updateMark.setLong(1, writeTails ? stagedLast : tailsWritten);
                updateMark.setLong(2, stagedLast);
                updateMark.executeUpdate();
            }
            beforeCommit.run();
            connection.commit();
            tailsWritten = writeTails ? stagedLast : tailsWritten;
        } catch (SQLException e) {
            rollback(e);
            throw Refusals.of(file, e);
        } catch (RuntimeException e) {
            rollback(e);
            throw e;
        }
        lastEntry = stagedLast;
        staged.forEach((run, entry) -> {
            if (entry == 0) {
                tails.remove(run);
            } else {
                tails.put(run, entry);
            }
        });
    }

    private void rollback(Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private void write(Change change) throws SQLException {
        switch (change) {
            case Change.Append append -> append(append.run(), append.first(), tail(append.run()), append.events());
            case Change.Begin begin -> begin(begin);
            case Change.Update update -> update(update.run());
            case Change.Snapshot snapshot -> snapshot(snapshot);
            case Change.Text text -> {
                insertText.setString(1, text.hash());
                insertText.setString(2, text.text());
                insertText.executeUpdate();
            }
        }
    }

    private void append(long run, int first, long before, byte[] events) throws SQLException {
        long id = ++stagedLast;
        insertEntry.setLong(1, id);
        insertEntry.setLong(2, run);
        insertEntry.setInt(3, first);
        insertEntry.setLong(4, before);
        insertEntry.setBytes(5, events);
        insertEntry.setInt(6, JournalReader.crc(id, run, first, before, events));
        insertEntry.executeUpdate();
        staged.put(run, id);
    }

    /** The last entry of a run, also of one that has ended and goes on again. */
    private long tail(long run) throws SQLException {
        Long known = staged.containsKey(run) ? staged.get(run) : tails.get(run);
        if (known != null && known != 0) {
            return known;
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT last FROM run WHERE key = ?")) {
            statement.setLong(1, run);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(1) == 0) {
                    throw Refusals.damaged(file, "the last entry of run number " + run + " is not known");
                }
                return row.getLong(1);
            }
        }
    }

    private void begin(Change.Begin begin) throws SQLException {
        StoredRun run = begin.run();
        append(run.key(), 0, 0, begin.events());
        long first = stagedLast;
        byte[] body = RunRow.body(run);
        boolean over = run.status().ended();
        insertRun.setLong(1, run.key());
        insertRun.setString(2, run.run().id());
        insertRun.setString(3, run.run().name());
        insertRun.setString(4, run.run().definitionId());
        insertRun.setString(5, run.parent().map(StoredRun.Parent::run).orElse(null));
        insertRun.setInt(6, run.status().ordinal());
        insertRun.setObject(7, run.ended().map(Instant::toEpochMilli).orElse(null));
        insertRun.setLong(8, first);
        insertRun.setObject(9, over ? first : null);
        insertRun.setBytes(10, body);
        insertRun.setInt(11, RunRow.crc(run.key(), run.status().ordinal(), over ? first : 0, body));
        insertRun.executeUpdate();
        if (over) {
            staged.put(run.key(), 0L);
        }
    }

    private void update(StoredRun run) throws SQLException {
        byte[] body = RunRow.body(run);
        boolean over = run.status().ended();
        long last = tail(run.key());
        updateRun.setInt(1, run.status().ordinal());
        updateRun.setObject(2, run.ended().map(Instant::toEpochMilli).orElse(null));
        updateRun.setObject(3, over ? last : null);
        updateRun.setBytes(4, body);
        updateRun.setInt(5, RunRow.crc(run.key(), run.status().ordinal(), over ? last : 0, body));
        updateRun.setLong(6, run.key());
        updateRun.executeUpdate();
        staged.put(run.key(), over ? 0L : last);
        if (over) {
            deleteSnapshot.setLong(1, run.key());
            deleteSnapshot.executeUpdate();
            deleteTail.setLong(1, run.key());
            deleteTail.executeUpdate();
        } else {
            replaceTail(run.key(), last);
        }
    }

    private void replaceTail(long run, long entry) throws SQLException {
        replaceTail.setLong(1, run);
        replaceTail.setLong(2, entry);
        replaceTail.executeUpdate();
    }

    private void snapshot(Change.Snapshot snapshot) throws SQLException {
        long entry = tail(snapshot.run());
        replaceSnapshot.setLong(1, snapshot.run());
        replaceSnapshot.setInt(2, snapshot.events());
        replaceSnapshot.setLong(3, entry);
        replaceSnapshot.setBytes(4, snapshot.state());
        replaceSnapshot.setInt(5, RunRow.crc(snapshot.run(), snapshot.events(), entry, snapshot.state()));
        replaceSnapshot.executeUpdate();
    }

    private void writeTails() throws SQLException {
        Map<Long, Long> all = new HashMap<>(tails);
        all.putAll(staged);
        for (Map.Entry<Long, Long> tail : all.entrySet()) {
            if (tail.getValue() > tailsWritten) {
                replaceTail(tail.getKey(), tail.getValue());
            }
        }
    }

    @Override
    public Optional<String> text(String hash) {
        return read(reader -> reader.text(hash));
    }

    @Override
    public void openRuns(Consumer<OpenRun> each) {
        read(reader -> {
            try (PreparedStatement snapshots = reader.connection()
                    .prepareStatement("SELECT events, entry, body, crc FROM snapshot WHERE run = ?")) {
                for (StoredRun run : reader.runs("WHERE status IN (" + RunStatus.RUNNING.ordinal() + ", " + RunStatus.PARKED.ordinal()
                        + ") ORDER BY key")) {
                    each.accept(open(reader, snapshots, run));
                }
            }
            return true;
        });
    }

    private OpenRun open(JournalReader reader, PreparedStatement snapshots, StoredRun run) throws SQLException {
        try {
            Optional<JournalReader.SnapshotRow> snapshot = reader.snapshot(snapshots, run.key());
            long after = snapshot.map(JournalReader.SnapshotRow::entry).orElse(0L);
            return new OpenRun(run, snapshot.map(JournalReader.SnapshotRow::snapshot),
                    reader.entries(run.key(), after, tails.getOrDefault(run.key(), 0L)), Optional.empty());
        } catch (EngineException e) {
            return new OpenRun(run, Optional.empty(), List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Optional<StoredRun> find(String id) {
        return read(reader -> reader.find(id));
    }

    @Override
    public RunPage list(RunFilter filter) {
        return read(reader -> reader.list(filter));
    }

    @Override
    public Entry firstEntry(StoredRun run) {
        return read(reader -> {
            JournalReader.EntryRow entry = reader.entry(reader.bounds(run.key())[0], run.key());
            return new Entry(entry.first(), entry.body());
        });
    }

    @Override
    public List<Entry> entries(StoredRun run) {
        return read(reader -> {
            Long tail = tails.get(run.key());
            return reader.entries(run.key(), 0, tail != null ? tail : reader.bounds(run.key())[1]);
        });
    }

    @Override
    public int forget(Instant endedBefore, int limit) {
        try {
            int removed = new Forgetting(connection).forget(endedBefore, limit);
            if (removed > 0) {
                // Entries may only be missing before the mark.
                staged.clear();
                stagedLast = lastEntry;
                writeTails();
                updateMark.setLong(1, lastEntry);
                updateMark.setLong(2, lastEntry);
                updateMark.executeUpdate();
            }
            connection.commit();
            tailsWritten = removed > 0 ? lastEntry : tailsWritten;
            return removed;
        } catch (SQLException e) {
            rollback(e);
            throw Refusals.of(file, e);
        }
    }

    @Override
    public Examination examine() {
        return read(reader -> new Examiner(reader).examine());
    }

    private interface Reading<T> {
        T from(JournalReader reader) throws SQLException;
    }

    private <T> T read(Reading<T> reading) {
        if (closed) {
            throw new EngineException(EngineException.Kind.CLOSED, "the journal is closed");
        }
        try {
            JournalReader reader = idle.pollFirst();
            if (reader == null) {
                reader = new JournalReader(file);
            }
            try {
                return reading.from(reader);
            } finally {
                // What was read together was read as of one commit; the next reading sees newer ones.
                reader.connection().rollback();
                idle.addFirst(reader);
                if (closed) {
                    closeReaders();
                }
            }
        } catch (SQLException e) {
            throw Refusals.of(file, e);
        }
    }

    private void closeReaders() throws SQLException {
        for (JournalReader reader = idle.pollFirst(); reader != null; reader = idle.pollFirst()) {
            reader.close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeReaders();
            connection.close();
        } catch (SQLException e) {
            throw Refusals.of(file, e);
        }
    }
}
