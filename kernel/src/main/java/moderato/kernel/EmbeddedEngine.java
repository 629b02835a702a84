package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one process: runs on a journal, handlers on virtual threads.
 *
 * <p>An event and what it asks for are kept in one commit before anybody acts on it. When the engine starts, it goes on with every run that
 * the journal holds open.
 */
public final class EmbeddedEngine implements Engine {

    private static final Duration RETENTION_ROUND = Duration.ofHours(1);
    private static final int FORGOTTEN_AT_ONCE = 100;

    private final EngineCore core;
    private final Recovery recovery;

    private EmbeddedEngine(EngineCore core) {
        this.core = core;
        this.recovery = new Recovery(core);
    }

    /** Starts an engine, which owns the journal from now on and closes it at its own end. */
    public static EmbeddedEngine open(Journal journal, EngineOptions options) {
        EmbeddedEngine engine = new EmbeddedEngine(new EngineCore(journal, options));
        try {
            engine.recovery.all();
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
        options.retention().ifPresent(engine::forgetOld);
        return engine;
    }

    private void forgetOld(Duration kept) {
        core.writer().chore(() -> {
            if (core.journal().forget(core.now().minus(kept), FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE) {
                forgetOld(kept);
            } else {
                core.timers().set(core.now().plus(RETENTION_ROUND).toEpochMilli(), () -> forgetOld(kept));
            }
        });
    }

    @Override
    public RunSummary start(StartRequest request) {
        core.check();
        String id = request.run().id();
        ActiveRun open = core.runs().get(id);
        if (open != null) {
            CompletableFuture<Boolean> kept = new CompletableFuture<>();
            open.post(new Mail.Chore(() -> kept.complete(true)));
            open.ended().whenComplete((outcome, problem) -> kept.complete(true));
            WaitedFor.get(kept);
        }
        Optional<StoredRun> there = core.journal().find(id);
        if (there.isPresent()) {
            return sameOrRefuse(there.get(), request);
        }
        if (!WaitedFor.get(new RunStart(core).start(request, Optional.empty(), true))) {
            return sameOrRefuse(stored(id), request);
        }
        return stored(id).summary();
    }

    private RunSummary sameOrRefuse(StoredRun there, StartRequest request) {
        boolean same = !there.status().ended() && there.definition().equals(request.definition().hash())
                && Replay.first(core.journal().firstEntry(there)) instanceof Event.Started started
                && started.input().equals(CanonicalJson.of(request.input()));
        if (!same) {
            throw new EngineException(EngineException.Kind.RUN_EXISTS, "there is a run " + there.run().id() + " already, "
                    + (there.status().ended() ? "which has ended" : "with another definition or input") + "; choose another name");
        }
        return there.summary();
    }

    private StoredRun stored(String id) {
        return core.journal().search(id).orElseThrow(() -> new EngineException(EngineException.Kind.RUN_NOT_FOUND,
                "there is no run with the id " + id + "; 'moderato runs list' shows those that there are"));
    }

    @Override
    public Outcome await(String run) throws InterruptedException {
        return await(run, Long.MAX_VALUE).orElseThrow();
    }

    @Override
    public Optional<Outcome> await(String run, Duration patience) throws InterruptedException {
        return await(run, patience.toNanos());
    }

    private Optional<Outcome> await(String id, long nanos) throws InterruptedException {
        ActiveRun open = core.runs().get(id);
        if (open == null) {
            core.check();
            StoredRun kept = stored(id);
            if (kept.outcome().isPresent()) {
                return kept.outcome();
            }
            open = core.runs().get(id);
            if (open == null) {
                throw new EngineException(EngineException.Kind.DAMAGED, "the run is parked: "
                        + stored(id).problem().orElse("the engine was asked just when it closed"));
            }
        }
        try {
            return Optional.of(open.ended().get(nanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw WaitedFor.refusal(e);
        }
    }

    @Override
    public Optional<RunDetails> describe(String run) {
        core.check();
        try {
            return core.journal().search(run).map(this::details);
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.RUN_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private RunDetails details(StoredRun kept) {
        JsonNode input = Replay.first(core.journal().firstEntry(kept)) instanceof Event.Started started ? started.input()
                : NullNode.instance;
        return new RunDetails(withProblem(kept.summary()), recovery.definition(kept), input, recovery.settings(kept), kept.outcome());
    }

    @Override
    public RunPage list(RunFilter filter) {
        core.check();
        RunPage page = core.journal().list(filter);
        return new RunPage(page.runs().stream().map(this::withProblem).toList(), page.next());
    }

    private RunSummary withProblem(RunSummary run) {
        Optional<String> problem = core.full();
        if (run.status() != RunStatus.RUNNING || problem.isEmpty()) {
            return run;
        }
        return new RunSummary(run.run(), run.language(), run.status(), run.started(), run.ended(), run.parent(), run.redrives(),
                run.redriven(), problem);
    }

    @Override
    public List<HistoryEvent> history(String run) {
        core.check();
        StoredRun kept = stored(run);
        Replay<?> replay = new Replay<>(recovery.program(kept));
        List<HistoryEvent> history = new ArrayList<>();
        for (Journal.Entry entry : core.journal().entries(kept)) {
            replay.repeat(entry, history::add, (event, commands) -> {
            });
        }
        return history;
    }

    @Override
    public Following follow(String run, RunListener listener) {
        core.check();
        StoredRun kept = stored(run);
        @Nullable ActiveRun open = core.runs().get(run);
        Follower[] self = new Follower[1];
        Follower follower = new Follower(listener, new Replay<>(recovery.program(kept)), () -> {
            if (open != null) {
                open.unfollow(self[0]);
            }
        });
        self[0] = follower;
        if (open != null) {
            open.follow(follower);
        }
        // Whatever is kept after this line is told by the run itself; places tell what came both ways.
        StoredRun now = stored(run);
        List<Journal.Entry> entries = core.journal().entries(now);
        if (now.outcome().isPresent()) {
            follower.ended(now.outcome().get());
        } else if (now.status() == RunStatus.PARKED) {
            follower.parked(now.problem().orElse(""));
        }
        core.executor().execute(() -> follower.tell(entries));
        return follower;
    }

    @Override
    public void stop(String run, Optional<String> error, Optional<String> cause) {
        core.check();
        ActiveRun open = core.runs().get(run);
        if (open != null && WaitedFor.get(open.ask((at, seed) -> new Event.StopAsked(at, seed, error, cause)))) {
            return;
        }
        StoredRun kept = stored(run);
        if (kept.status() != RunStatus.PARKED) {
            throw new EngineException(EngineException.Kind.RUN_ENDED, "the run " + run + " has ended already: " + kept.status());
        }
        StoredRun over = kept.over(new Outcome.Stopped(error, cause), core.now());
        new WaitedFor(List.of(new Journal.Change.Update(over))).write(core.writer());
    }

    @Override
    public void redrive(String run, Optional<JsonNode> input, Optional<JsonNode> settings) {
        core.check();
        StoredRun kept = stored(run);
        if (!kept.status().ended() || kept.status() == RunStatus.SUCCEEDED) {
            throw notRedrivable(kept);
        }
        Optional<Settings> other = settings.map(Settings::of);
        ActiveRun back = other.isEmpty() ? recovery.ended(kept) : recovery.ended(kept, other.get());
        if (core.runs().putIfAbsent(run, back) != null) {
            throw notRedrivable(stored(run));
        }
        Optional<JsonNode> canonical = input.map(CanonicalJson::of);
        if (!WaitedFor.get(back.ask((at, seed) -> new Event.Redriven(at, seed, canonical)))) {
            core.forget(back);
            throw notRedrivable(kept);
        }
    }

    private static EngineException notRedrivable(StoredRun run) {
        return new EngineException(EngineException.Kind.NOT_REDRIVABLE, "the run " + run.run().id() + " cannot be redriven: it is "
                + run.status() + (run.status().ended() && run.status() != RunStatus.SUCCEEDED ? ", and ended in a way from which nothing goes on (a Fail step, or an input that was refused)"
                        : ", and only one that failed, timed out or was stopped goes on from there"));
    }

    @Override
    public void answer(String token, Outcome outcome) {
        core.check();
        Outcome checked = switch (outcome) {
            case Outcome.Succeeded done -> HandlerCall.checked("token", done.output(), Limits.PAYLOAD_BYTES);
            case Outcome.Failed failed -> new Outcome.Failed(failed.error().map(CanonicalJson::text), failed.cause().map(CanonicalJson::text));
            case Outcome.TimedOut timedOut -> throw new IllegalArgumentException("a token is answered with success or failure");
            case Outcome.Stopped stopped -> throw new IllegalArgumentException("a token is answered with success or failure");
        };
        if (outcome instanceof Outcome.Succeeded && checked instanceof Outcome.Failed refused) {
            throw new EngineException(EngineException.Kind.TOO_LARGE, refused.cause().orElse("the answer cannot be used"));
        }
        TaskAttempt attempt = waiting(token);
        if (!WaitedFor.get(attempt.owner().ask(attempt.answered(checked)))) {
            throw unknown(token);
        }
    }

    @Override
    public void heartbeat(String token) {
        core.check();
        waiting(token).heartbeat();
    }

    private TaskAttempt waiting(String token) {
        TaskAttempt attempt = core.tokens().get(token);
        if (attempt == null) {
            throw unknown(token);
        }
        return attempt;
    }

    private static EngineException unknown(String token) {
        return new EngineException(EngineException.Kind.TOKEN_NOT_FOUND, "no task waits for the token " + token
                + ": it was answered, or its task ended, or it never was one");
    }

    @Override
    public Optional<ActivityTask> pollActivity(String activity, String worker, Duration patience) throws InterruptedException {
        core.check();
        return core.activities().poll(activity, worker, patience);
    }

    /** Looks at the clock again, for clocks that are moved by hand. */
    void clockMoved() {
        core.timers().clockMoved();
    }

    @Override
    public void close() {
        if (!core.closing()) {
            core.close();
        }
    }
}
