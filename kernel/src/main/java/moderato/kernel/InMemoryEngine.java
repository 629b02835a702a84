package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiFunction;

/**
 * Runs definitions on one thread and a clock of its own, which jumps to whatever is due next.
 *
 * <p>For tests and for runs whose history need not survive: nothing is written, and the same seed, start and script give the same history.
 * Not safe for many threads.
 */
public final class InMemoryEngine {

    /** How many events all runs together may take, unless told otherwise. */
    public static final long EVENTS = 10_000_000;

    /** An event to come; with a path, only if what it answers is still pending there. */
    private record Due(long at, long order, SimulatedRun run, Optional<String> path, BiFunction<Instant, Long, Event> event) {

        boolean stale() {
            return path.isPresent() && run.pending.at(path.get()) == null;
        }
    }

    private final Map<String, Language> languages = new HashMap<>();
    private final Map<String, Program<?>> programs = new HashMap<>();
    private final Map<String, SimulatedRun> runs = new LinkedHashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final TaskScript tasks;
    private final boolean recorded;
    private long now;
    private long seed;
    private long order;
    private long eventsLeft;

    /**
     * An engine that records history.
     *
     * @param start what its clock shows at first
     * @param seed what its random numbers start from
     */
    public InMemoryEngine(List<Language> languages, TaskScript tasks, Instant start, long seed) {
        this(languages, tasks, start, seed, EVENTS, true);
    }

    /**
     * An engine with everything said.
     *
     * @param events how many events all runs together may take
     * @param recorded whether anybody will read a history
     */
    public InMemoryEngine(List<Language> languages, TaskScript tasks, Instant start, long seed, long events, boolean recorded) {
        languages.forEach(language -> this.languages.put(language.name(), language));
        this.tasks = tasks;
        this.now = start.toEpochMilli();
        this.seed = seed;
        this.eventsLeft = events;
        this.recorded = recorded;
    }

    /** What the clock shows. */
    public Instant now() {
        return Instant.ofEpochMilli(now);
    }

    /** Every run that was started here, children included, in the order of their starts. */
    public List<SimulatedRun> runs() {
        return List.copyOf(runs.values());
    }

    /**
     * Starts a run and goes on until nothing more can happen by itself.
     *
     * @throws EngineException when more events happen than the engine may take
     * @throws InvalidDefinitionException when the definition is not valid
     */
    public SimulatedRun run(StartRequest request) {
        SimulatedRun run = start(request);
        advance();
        return run;
    }

    /** Starts a run, which moves when the engine advances. */
    public SimulatedRun start(StartRequest request) {
        if (CanonicalJson.bytes(request.input()) > Limits.PAYLOAD_BYTES) {
            throw new EngineException(EngineException.Kind.TOO_LARGE, "the input is larger than " + Limits.PAYLOAD_BYTES + " bytes");
        }
        return start(request, Optional.empty());
    }

    private SimulatedRun start(StartRequest request, Optional<SimulatedRun.Parent> parent) {
        SimulatedRun run = new SimulatedRun(request, program(request.definition()), parent.orElse(null));
        if (runs.putIfAbsent(request.run().id(), run) != null) {
            throw new EngineException(EngineException.Kind.RUN_EXISTS, "there is a run with the id " + request.run().id() + " already");
        }
        soon(run, (at, entropy) -> new Event.Started(at, entropy, request.run(), CanonicalJson.of(request.input())));
        return run;
    }

    private Program<?> program(Definition definition) {
        Program<?> known = programs.get(definition.hash());
        if (known != null) {
            return known;
        }
        Language language = languages.get(definition.language());
        if (language == null) {
            throw new EngineException(EngineException.Kind.UNKNOWN_LANGUAGE, "there is no language called " + definition.language());
        }
        Program<?> program = language.compile(definition);
        programs.put(definition.hash(), program);
        return program;
    }

    /** Asks a run to stop at the present time. */
    public void stop(SimulatedRun run, Optional<String> error, Optional<String> cause) {
        soon(run, (at, entropy) -> new Event.StopAsked(at, entropy, error, cause));
    }

    /** Makes a failed run go on from where it failed. */
    public void redrive(SimulatedRun run) {
        redrive(run, Optional.empty());
    }

    /** The same, with something that is to be different from now on. */
    public void redrive(SimulatedRun run, Optional<JsonNode> input) {
        Optional<JsonNode> canonical = input.map(CanonicalJson::of);
        soon(run, (at, entropy) -> new Event.Redriven(at, entropy, canonical));
    }

    /**
     * Answers a token.
     *
     * @throws EngineException when no run waits for it
     */
    public void answer(String token, Outcome outcome) {
        for (SimulatedRun run : runs.values()) {
            for (PendingWork.Item item : run.pending.items()) {
                if (item.command() instanceof Command.StartTask task && task.token().filter(token::equals).isPresent()) {
                    soon(run, (at, entropy) -> new Event.TokenAnswered(at, entropy, task.path(), outcome));
                    return;
                }
            }
        }
        throw new EngineException(EngineException.Kind.TOKEN_NOT_FOUND, "no task waits for the token " + token);
    }

    /** Goes on until nothing more can happen by itself; the clock jumps. */
    public void advance() {
        while (step(Long.MAX_VALUE)) {
            // every step takes one event
        }
    }

    /** Goes on until an instant, which the clock then shows. */
    public void advanceTo(Instant until) {
        while (step(until.toEpochMilli())) {
            // every step takes one event
        }
        now = Math.max(now, until.toEpochMilli());
    }

    private boolean step(long until) {
        Due due = queue.peek();
        if (due == null || due.at > until) {
            return false;
        }
        queue.remove();
        if (due.stale()) {
            return true;
        }
        if (eventsLeft-- <= 0) {
            throw new EngineException(EngineException.Kind.TOO_LARGE,
                    "the runs took more events than they may; does " + due.run.run().name() + " ever end?");
        }
        now = Math.max(now, due.at);
        seed = seed * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
        PendingWork.Change change = due.run.take(due.event.apply(now(), seed ^ seed >>> 32), recorded);
        if (change != null) {
            act(due.run, change);
        }
        return true;
    }

    private void act(SimulatedRun run, PendingWork.Change change) {
        for (PendingWork.Item item : change.gone()) {
            if (item.command() instanceof Command.StartChild child) {
                SimulatedRun stopped = runs.get(child.run().id());
                if (stopped != null && stopped.outcome().isEmpty()) {
                    stop(stopped, Optional.empty(), Optional.empty());
                }
            }
        }
        for (PendingWork.Item item : change.added()) {
            act(run, item.command());
        }
        if (change.proceeds()) {
            soon(run, Event.Proceeded::new);
        }
        if (change.end().isPresent() && run.parent().isPresent()) {
            SimulatedRun.Parent parent = run.parent().get();
            soon(parent.run(), (at, entropy) -> new Event.ChildEnded(at, entropy, parent.path(), change.end().get()));
        }
    }

    private void act(SimulatedRun run, Command command) {
        switch (command) {
            case Command.StartTask task -> work(run, task);
            case Command.StartTimer timer -> at(timer.due().toEpochMilli(), run, timer.path(),
                    (at, entropy) -> new Event.TimerFired(at, entropy, timer.path()));
            case Command.StartChild child -> startChild(run, child);
            case Command.StopTask task -> soon(run, (at, entropy) -> new Event.TaskEnded(at, entropy, task.path(), new Outcome.Stopped(Optional.empty(), Optional.empty()),
                    Optional.empty()));
            case Command.CancelTask task -> {
            }
            case Command.CancelTimer timer -> {
            }
            case Command.StopChild child -> {
            }
            case Command.Proceed proceed -> {
            }
            case Command.End end -> {
            }
        }
    }

    private void startChild(SimulatedRun parent, Command.StartChild child) {
        SimulatedRun there = runs.get(child.run().id());
        boolean known = there != null && there.parent().filter(place -> place.run() == parent).isPresent();
        if (known && child.express()) {
            runs.remove(child.run().id());
        }
        if (there == null || !known || child.express()) {
            start(new StartRequest(child.definition(), child.run(), child.input(), parent.request().settings()),
                    Optional.of(new SimulatedRun.Parent(parent, child.path())));
            return;
        }
        there.adopt(new SimulatedRun.Parent(parent, child.path()));
        if (there.outcome().isPresent() && there.outcome().get() instanceof Outcome.Succeeded succeeded) {
            soon(parent, (at, entropy) -> new Event.ChildEnded(at, entropy, child.path(), succeeded));
        } else {
            redrive(there);
        }
    }

    private void work(SimulatedRun run, Command.StartTask task) {
        TaskScript.Answer answer = tasks.answer(run.run(), task, now());
        Optional<Instant> began = answer.taken() ? Optional.of(now()) : Optional.empty();
        answer.submitted().ifPresent(output -> soon(run,
                (at, entropy) -> new Event.TaskSubmitted(at, entropy, task.path(), CanonicalJson.of(output))));
        boolean inTime = task.timeout().map(timeout -> answer.after().compareTo(timeout) < 0).orElse(true);
        if (answer.outcome().isPresent() && inTime) {
            Outcome outcome = answer.outcome().get() instanceof Outcome.Succeeded done
                    ? HandlerCall.checked(task.resource(), done.output(), task.mostBytes()) : answer.outcome().get();
            boolean byToken = task.token().isPresent() && answer.submitted().isPresent();
            at(now + answer.after().toMillis(), run, task.path(), (at, entropy) -> byToken
                    ? new Event.TokenAnswered(at, entropy, task.path(), outcome)
                    : new Event.TaskEnded(at, entropy, task.path(), outcome, began));
            return;
        }
        Optional<Duration> heartbeat = answer.outcome().isPresent() ? Optional.empty() : task.heartbeat();
        heartbeat.ifPresent(silence -> at(now + silence.toMillis(), run, task.path(),
                (at, entropy) -> new Event.HeartbeatMissed(at, entropy, task.path(), began, Optional.empty())));
        task.timeout().ifPresent(timeout -> at(now + timeout.toMillis(), run, task.path(), (at, entropy) -> new Event.TaskEnded(at,
                entropy, task.path(), new Outcome.TimedOut(Optional.empty(), Optional.empty()), began)));
    }

    private void soon(SimulatedRun run, BiFunction<Instant, Long, Event> event) {
        queue.add(new Due(now, order++, run, Optional.empty(), event));
    }

    private void at(long due, SimulatedRun run, String path, BiFunction<Instant, Long, Event> event) {
        queue.add(new Due(due, order++, run, Optional.of(path), event));
    }
}
