package moderato.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A journal that lasts as long as its object: for tests, and to tell an engine's own cost from the disk's. */
public final class InMemoryJournal implements Journal {

    private static final class Kept {
        private StoredRun run;
        private final List<Entry> entries = new ArrayList<>();
        private Change.@Nullable Snapshot snapshot;

        Kept(StoredRun run) {
            this.run = run;
        }
    }

    private final Map<String, String> texts = new HashMap<>();
    private final TreeMap<Long, Kept> runs = new TreeMap<>(Comparator.reverseOrder());
    private final Map<String, Kept> byId = new HashMap<>();

    @Override
    public synchronized long lastRun() {
        return runs.isEmpty() ? 0 : runs.firstKey();
    }

    @Override
    public synchronized void commit(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Text text -> texts.putIfAbsent(text.hash(), text.text());
                case Change.Begin begin -> {
                    Kept kept = new Kept(begin.run());
                    if (byId.putIfAbsent(begin.run().run().id(), kept) != null) {
                        throw new EngineException(EngineException.Kind.JOURNAL_FAILED, "the run " + begin.run().run().id() + " is kept already");
                    }
                    kept.entries.add(new Entry(0, begin.events()));
                    runs.put(begin.run().key(), kept);
                }
                case Change.Append append -> kept(append.run()).entries.add(new Entry(append.first(), append.events()));
                case Change.Update update -> {
                    Kept kept = kept(update.run().key());
                    kept.run = update.run();
                    if (update.run().status().ended()) {
                        kept.snapshot = null;
                    }
                }
                case Change.Snapshot snapshot -> kept(snapshot.run()).snapshot = snapshot;
            }
        }
    }

    private Kept kept(long key) {
        Kept kept = runs.get(key);
        if (kept == null) {
            throw new EngineException(EngineException.Kind.RUN_NOT_FOUND, "there is no run with the number " + key);
        }
        return kept;
    }

    @Override
    public synchronized Optional<String> text(String hash) {
        return Optional.ofNullable(texts.get(hash));
    }

    @Override
    public synchronized void openRuns(Consumer<OpenRun> each) {
        for (Kept kept : runs.descendingMap().values()) {
            if (!kept.run.status().ended()) {
                int from = kept.snapshot == null ? 0 : kept.snapshot.events();
                each.accept(new OpenRun(kept.run, Optional.ofNullable(kept.snapshot),
                        kept.entries.stream().filter(entry -> entry.first() >= from).toList(), Optional.empty()));
            }
        }
    }

    @Override
    public synchronized Optional<StoredRun> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(kept -> kept.run);
    }

    @Override
    public synchronized RunPage list(RunFilter filter) {
        long before = filter.after().map(Long::parseLong).orElse(Long.MAX_VALUE);
        Predicate<StoredRun> wanted = run -> run.key() < before
                && filter.status().map(run.status()::equals).orElse(true)
                && filter.definitionId().map(run.run().definitionId()::equals).orElse(true)
                && filter.name().map(run.run().name()::equals).orElse(true)
                && filter.parent().map(parent -> run.parent().map(StoredRun.Parent::run).equals(Optional.of(parent))).orElse(true);
        List<StoredRun> found = runs.values().stream().map(kept -> kept.run).filter(wanted).limit(filter.limit() + 1L).toList();
        List<StoredRun> shown = found.subList(0, Math.min(filter.limit(), found.size()));
        return new RunPage(shown.stream().map(StoredRun::summary).toList(),
                found.size() > shown.size() ? Optional.of(String.valueOf(shown.getLast().key())) : Optional.empty());
    }

    @Override
    public synchronized Entry firstEntry(StoredRun run) {
        return kept(run.key()).entries.getFirst();
    }

    @Override
    public synchronized List<Entry> entries(StoredRun run) {
        return List.copyOf(kept(run.key()).entries);
    }

    @Override
    public synchronized int forget(Instant endedBefore, int limit) {
        List<StoredRun> old = runs.descendingMap().values().stream().map(kept -> kept.run)
                .filter(run -> run.ended().map(endedBefore::isAfter).orElse(false)).limit(limit).toList();
        for (StoredRun run : old) {
            runs.remove(run.key());
            byId.remove(run.run().id());
        }
        return old.size();
    }

    @Override
    public synchronized Examination examine() {
        return new Examination(runs.size(), runs.values().stream().mapToLong(kept -> kept.entries.size()).sum(), List.of());
    }

    @Override
    public void close() {
        // what is kept stays for the next engine on this object
    }
}
