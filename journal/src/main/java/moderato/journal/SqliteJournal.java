package moderato.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
     * pages. The entries of a run are chained: each names the one before it; Tails knows the last.
     */

    private final Path file;
    private final Connection connection;
    private final Runnable beforeCommit;
    private final ConcurrentLinkedDeque<JournalReader> idle = new ConcurrentLinkedDeque<>();
    private final Tails tails;
    private WriteStatements statements;
    private volatile boolean closed;

    private SqliteJournal(Path file, Connection connection, Runnable beforeCommit) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.beforeCommit = beforeCommit;
        this.statements = new WriteStatements(connection);
        this.tails = new Tails(file, connection);
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

    @Override
    public long lastRun() {
        return read(reader -> JournalFile.number(reader.connection(), "SELECT max(key) FROM run"));
    }

    @Override
    public void commit(List<Change> changes) {
        try {
            tails.begin();
            statements.begin.executeUpdate();
            ChangeWriter writer = new ChangeWriter(file, connection, statements, tails);
            for (Change change : changes) {
                writer.write(change);
            }
            tails.write(statements, false);
            beforeCommit.run();
            statements.commit.executeUpdate();
        } catch (SQLException e) {
            rollback(e);
            throw Refusals.of(file, e);
        } catch (RuntimeException e) {
            rollback(e);
            throw e;
        }
        tails.committed();
    }

    private void rollback(Exception reason) {
        try {
            statements.rollback.executeUpdate();
        } catch (SQLException e) {
            // SQLite has rolled back by itself already, as it does when the disk is full.
            reason.addSuppressed(e);
        }
        try {
            // The driver gives up a statement that failed.
            statements.close();
            statements = new WriteStatements(connection);
        } catch (SQLException e) {
            reason.addSuppressed(e);
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
                    entries(reader, run, after, tails.of(run.key()).orElse(0L)), Optional.empty());
        } catch (EngineException e) {
            return new OpenRun(run, Optional.empty(), List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Optional<StoredRun> find(String id) {
        return read(reader -> reader.find(id));
    }

    @Override
    public Optional<StoredRun> search(String id) {
        return read(reader -> reader.search(id));
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
            Optional<Long> tail = tails.of(run.key());
            return entries(reader, run, 0, tail.isPresent() ? tail.get() : reader.bounds(run.key())[1]);
        });
    }

    private List<Entry> entries(JournalReader reader, StoredRun run, long after, long last) throws SQLException {
        return EntryChain.read(reader, run.key(), after, last, id -> read(other -> other.entry(id, run.key())));
    }

    @Override
    public int forget(Instant endedBefore, int limit) {
        int removed;
        try {
            tails.begin();
            statements.begin.executeUpdate();
            removed = new Forgetting(connection).forget(endedBefore, limit);
            if (removed > 0) {
                // Entries may be missing only before the mark.
                tails.write(statements, true);
            }
            statements.commit.executeUpdate();
        } catch (SQLException e) {
            rollback(e);
            throw Refusals.of(file, e);
        }
        tails.committed();
        return removed;
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
