package moderato.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import moderato.kernel.Journal;
import moderato.kernel.RunFilter;
import moderato.kernel.RunPage;
import moderato.kernel.StoredRun;

/** The SQLite journal with a crash point before, in the middle of and after every commit. */
final class CrashingJournal implements Journal {

    private final Journal journal;
    private final CrashPoints points;

    CrashingJournal(Path file, CrashPoints points) {
        this.journal = SqliteJournal.open(file, () -> points.reached("commit.between"));
        this.points = points;
    }

    @Override
    public void commit(List<Change> changes) {
        points.reached("commit.before");
        journal.commit(changes);
        points.reached("commit.after");
    }

    @Override
    public long lastRun() {
        return journal.lastRun();
    }

    @Override
    public Optional<String> text(String hash) {
        return journal.text(hash);
    }

    @Override
    public void openRuns(Consumer<OpenRun> each) {
        journal.openRuns(each);
    }

    @Override
    public Optional<StoredRun> find(String id) {
        return journal.find(id);
    }

    @Override
    public Optional<StoredRun> search(String id) {
        return journal.search(id);
    }

    @Override
    public RunPage list(RunFilter filter) {
        return journal.list(filter);
    }

    @Override
    public Entry firstEntry(StoredRun run) {
        return journal.firstEntry(run);
    }

    @Override
    public List<Entry> entries(StoredRun run) {
        return journal.entries(run);
    }

    @Override
    public int forget(Instant endedBefore, int limit) {
        return journal.forget(endedBefore, limit);
    }

    @Override
    public Examination examine() {
        return journal.examine();
    }

    @Override
    public void close() {
        journal.close();
    }
}
