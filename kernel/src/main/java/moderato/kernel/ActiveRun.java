package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A run that is open in the embedded engine.
 *
 * <p>Whoever puts mail into an idle run's mailbox takes the run in hand: lets the program take the events, hands them to the journal's
 * writer, and lets go. When they are kept for good, another thread acts on the commands and takes the next mail. So one thread at a time
 * has the run in hand, and nothing is acted on that is not kept.
 */
final class ActiveRun {

    /** At most this many events of a run go into one commit. */
    private static final int EVENTS_TOGETHER = 256;
    /** And no more once the program has worked on them for so long, since other runs wait for the processor. */
    private static final long NANOS_TOGETHER = 1_000_000;

    private final EngineCore core;
    private final Replay<?> replay;
    private final JsonNode settings;
    private final boolean durable;
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    private final Mailbox mailbox = new Mailbox();
    private volatile StoredRun stored;

    // In the hands of one thread at a time.
    private final PendingWork pending;
    private final SnapshotPolicy snapshots;
    private final RunWork outside;
    private boolean begun;
    private Instant lastAt;
    private Map<String, String> texts = Map.of();

    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    /** A run that is new, or that was read from the journal. */
    ActiveRun(EngineCore core, StoredRun stored, Replay<?> replay, PendingWork pending, JsonNode settings, boolean durable, Instant lastAt) {
        this.core = core;
        this.stored = stored;
        this.replay = replay;
        this.pending = pending;
        this.settings = settings;
        this.durable = durable;
        this.lastAt = lastAt;
        this.begun = replay.events() > 0;
        this.snapshots = new SnapshotPolicy(replay.events());
        this.outside = new RunWork(core, this, pending);
    }

    /** Learns how many bytes the events have that the run took before it was brought back. */
    void took(int bytes) {
        snapshots.took(bytes);
    }

    /** The texts, by their hashes, that the journal must hold before it holds this run. */
    void bringTexts(Map<String, String> texts) {
        this.texts = texts;
    }

    StoredRun stored() {
        return stored;
    }

    JsonNode settings() {
        return settings;
    }

    boolean durable() {
        return durable;
    }

    CompletableFuture<Outcome> ended() {
        return ended;
    }

    /** Puts something into the mailbox; dropped when the run is over. */
    void post(Mail mail) {
        if (mailbox.put(mail)) {
            work();
        }
    }

    /** Has an event happen; the future tells whether the program took it, once that is kept for good. */
    CompletableFuture<Boolean> ask(Mail.Draft draft) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        post(new Mail.Happened(draft, Optional.of(taken)));
        return taken;
    }

    private void work() {
        do {
            Turn turn = take();
            if (turn.steps.isEmpty() && turn.parkedFor == null) {
                turn.answerDropped();
            } else if (durable) {
                core.writer().submit(turn);
                return;
            } else {
                if (act(turn)) {
                    outside.spawn();
                }
            }
        } while (!mailbox.letGo());
    }

    /** Lets the program take the mail that is there. */
    private Turn take() {
        Turn turn = new Turn();
        for (Mail mail = mailbox.next(); mail != null; mail = turn.full() ? null : mailbox.next()) {
            switch (mail) {
                case Mail.Chore chore -> chore.work().run();
                case Mail.Happened happened -> take(happened, turn);
            }
        }
        turn.close();
        return turn;
    }

    private void take(Mail.Happened happened, Turn turn) {
        Instant now = core.now();
        Instant at = now.isBefore(lastAt) ? lastAt : now;
        Event event = happened.draft().at(at, core.seed());
        try {
            List<Command> commands = turn.parkedFor == null ? replay.take(event, Recorder.NONE) : null;
            if (commands == null) {
                happened.taken().ifPresent(turn.dropped::add);
                return;
            }
            lastAt = at;
            turn.steps.add(new Replay.Step(event, commands));
            happened.taken().ifPresent(turn.taken::add);
            turn.changeOf(event, commands);
        } catch (Exception | StackOverflowError | AssertionError e) {
            turn.parkedFor = "the interpreter failed at " + event.getClass().getSimpleName() + ": " + e
                    + ". This is a fault of the program, not of the definition; the run is tried again when the engine starts.";
            happened.taken().ifPresent(turn.dropped::add);
        }
    }

    /** Acts on what is kept now; true when there are tasks that want a thread, which may be the caller's. */
    private boolean act(Turn turn) {
        stored = turn.after;
        begun |= !turn.steps.isEmpty();
        core.keptTexts().addAll(texts.keySet());
        texts = Map.of();
        Map<String, PendingWork.Item> added = new LinkedHashMap<>();
        boolean proceeds = false;
        Optional<Outcome> end = Optional.empty();
        for (Replay.Step step : turn.steps) {
            PendingWork.Change change = pending.fold(step.event(), step.commands());
            for (PendingWork.Item item : change.gone()) {
                if (added.remove(PendingWork.path(item.command())) == null) {
                    outside.abandon(item);
                }
            }
            change.added().forEach(item -> added.put(PendingWork.path(item.command()), item));
            proceeds = change.proceeds();
            end = change.end().isPresent() || step.event() instanceof Event.Redriven ? change.end() : end;
        }
        followers.forEach(follower -> follower.happened(turn.firstPlace, turn.steps));
        turn.taken.forEach(taken -> taken.complete(true));
        turn.answerDropped();
        if (turn.parkedFor != null) {
            park(turn.parkedFor);
            return false;
        }
        if (end.isPresent()) {
            finish(end.get());
            return false;
        }
        if (proceeds) {
            proceed();
        }
        boolean tasks = outside.start(added.values());
        if (durable) {
            snapshots.consider(core, replay, pending, stored.key(), lastAt);
        }
        return tasks;
    }

    /* Whoever proceeds has the run in hand. */
    private void proceed() {
        post(Mail.Happened.of(Event.Proceeded::new));
    }

    private void finish(Outcome outcome) {
        leave();
        ended.complete(outcome);
        followers.forEach(follower -> follower.ended(outcome));
        core.ended(this, outcome);
    }

    private void park(String why) {
        outside.releaseAll();
        leave();
        ended.completeExceptionally(new EngineException(EngineException.Kind.DAMAGED, "the run is parked: " + why));
        followers.forEach(follower -> follower.parked(why));
        core.parked(this, begun, why);
    }

    private void leave() {
        core.forget(this);
        mailbox.close();
    }

    /** Goes on with everything that is pending, as after a restart. */
    void resume() {
        post(new Mail.Chore(() -> {
            if (outside.start(List.copyOf(pending.items()))) {
                outside.spawn();
            }
            if (pending.proceeds()) {
                proceed();
            }
        }));
    }

    /** Whether the run waits for a child at a place; for when nothing has it in hand. */
    boolean waitsFor(String path) {
        return pending.at(path) != null;
    }

    void follow(Follower follower) {
        followers.add(follower);
    }

    void unfollow(Follower follower) {
        followers.remove(follower);
    }

    /** The events that the program took at one go, on their way into the journal. */
    private final class Turn implements JournalWriter.Request {
        private final long inHandSince = System.nanoTime();
        private final int firstPlace = replay.events();
        private final List<Replay.Step> steps = new ArrayList<>(1);
        private final List<CompletableFuture<Boolean>> taken = new ArrayList<>(0);
        private final List<CompletableFuture<Boolean>> dropped = new ArrayList<>(0);
        private final List<Journal.Change> changes = new ArrayList<>(2);
        private StoredRun after = stored;
        private @Nullable String parkedFor;

        private boolean full() {
            return steps.size() >= EVENTS_TOGETHER || parkedFor != null || System.nanoTime() - inHandSince > NANOS_TOGETHER;
        }

        private void changeOf(Event event, List<Command> commands) {
            if (event instanceof Event.Started) {
                after = after.begun(event.at());
            }
            if (event instanceof Event.Redriven) {
                after = after.reopened(event.at());
            }
            for (Command command : commands) {
                if (command instanceof Command.End end) {
                    after = after.over(canonical(end.outcome()), event.at());
                }
            }
        }

        private static Outcome canonical(Outcome outcome) {
            return outcome instanceof Outcome.Succeeded done ? new Outcome.Succeeded(CanonicalJson.of(done.output())) : outcome;
        }

        private void close() {
            if (!durable) {
                return;
            }
            if (parkedFor != null) {
                after = after.parked(parkedFor);
            }
            if (!steps.isEmpty()) {
                byte[] bytes = Replay.bytes(steps);
                snapshots.took(bytes.length);
                texts.forEach((hash, text) -> {
                    if (!core.keptTexts().contains(hash)) {
                        changes.add(new Journal.Change.Text(hash, text));
                    }
                });
                changes.add(begun ? new Journal.Change.Append(after.key(), firstPlace, bytes) : new Journal.Change.Begin(after, bytes));
            }
            if (begun && after != stored) {
                changes.add(new Journal.Change.Update(after));
            }
        }

        private void answerDropped() {
            dropped.forEach(each -> each.complete(false));
        }

        @Override
        public List<Journal.Change> changes() {
            return changes;
        }

        @Override
        public void committed() {
            boolean tasks = act(this);
            if (mailbox.letGo()) {
                if (tasks) {
                    outside.work();
                }
                return;
            }
            if (tasks) {
                outside.spawn();
            }
            work();
        }

        @Override
        public boolean paused(EngineException why) {
            if (!begun && stored.parent().isEmpty()) {
                failed(why);
                return false;
            }
            taken.forEach(each -> each.completeExceptionally(why));
            return true;
        }

        @Override
        public void failed(EngineException why) {
            leave();
            ended.completeExceptionally(why);
            taken.forEach(each -> each.completeExceptionally(why));
            dropped.forEach(each -> each.completeExceptionally(why));
        }
    }
}
