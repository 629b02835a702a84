package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small language for tests of engines: a list of steps, each of which asks for one kind of command.
 *
 * <p>{@code {"do":"task"}}, {@code wait}, {@code token}, {@code fan} (n tasks at once), {@code child} (n child runs at once), {@code spin}
 * (asks n times to proceed), {@code fail}, {@code throw}. The value that goes from step to step is the input first, then each step's
 * output.
 */
public final class ToyLanguage implements Language {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final int semantics;

    public ToyLanguage() {
        this(1);
    }

    ToyLanguage(int semantics) {
        this.semantics = semantics;
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public int semantics() {
        return semantics;
    }

    @Override
    public Program<?> compile(Definition definition) {
        JsonNode steps = EventCodec.tree(definition.text().getBytes(StandardCharsets.UTF_8));
        if (!steps.isArray()) {
            throw new InvalidDefinitionException(List.of(new InvalidDefinitionException.Problem("NO_LIST", "", 1, 1, "not a list of steps")));
        }
        return new Toy((ArrayNode) steps);
    }

    /** A definition of the steps written here with single quotes for double ones. */
    public static Definition definition(String steps) {
        return Definition.of("toy", steps.replace('\'', '"'));
    }

    /** An identity made of a name. */
    public static RunIdentity identity(String name) {
        return new RunIdentity("run:" + name, name, "toy", "definition:toy", "role");
    }

    /** A request for a run of some steps with an input. */
    public static StartRequest request(String name, String steps, JsonNode input) {
        return StartRequest.of(definition(steps), identity(name), input);
    }

    record Line(Instant at, String type, ObjectNode toJson) implements HistoryEvent {
    }

    /** The state at rest: the step it is in, how often a step was entered, and the children that ended. */
    record State(JsonNode run, int step, int entry, JsonNode value, PersistentVector<Optional<JsonNode>> children, int missing, int spins,
            String status) {
    }

    record Toy(ArrayNode steps) implements Program<State> {

        @Override
        public State initial() {
            return new State(NullNode.instance, -1, 0, NullNode.instance, PersistentVector.empty(), 0, 0, "NEW");
        }

        @Override
        public Transition<State> on(State state, Event event, Recorder recorder) {
            if (event instanceof Event.Redriven again) {
                return state.status.equals("FAILED") || state.status.equals("STOPPED")
                        ? enter(with(state, state.step, again.input().orElse(state.value)), event, recorder)
                        : dropped(state);
            }
            boolean fresh = state.status.equals("NEW");
            if (!fresh && !state.status.equals("RUNNING")) {
                return dropped(state);
            }
            return switch (event) {
                case Event.Started started -> fresh
                        ? enter(new State(NODES.textNode(started.run().id()), 0, 0, started.input(), PersistentVector.empty(), 0, 0, "RUNNING"),
                                event, recorder)
                        : dropped(state);
                case Event.TaskEnded ended -> child(state, ended.path(), ended.outcome(), event, recorder);
                case Event.ChildEnded ended -> child(state, ended.path(), ended.outcome(), event, recorder);
                case Event.TokenAnswered answered -> child(state, answered.path(), answered.outcome(), event, recorder);
                case Event.HeartbeatMissed missed -> child(state, missed.path(), Outcome.Failed.of("Heartbeat", ""), event, recorder);
                case Event.TimerFired fired -> child(state, fired.path(), new Outcome.Succeeded(state.value), event, recorder);
                case Event.TaskSubmitted submitted -> at(state, submitted.path()) < 0 ? dropped(state) : submitted(state, event, recorder);
                case Event.StopAsked stop when state.missing > 0 && steps.get(state.step).path("stops").asBoolean() -> stopTasks(state);
                case Event.StopAsked stop -> end(state, "STOPPED", new Outcome.Stopped(stop.error(), stop.cause()), event, recorder);
                case Event.Proceeded proceeded -> state.spins > 0
                        ? spin(new State(state.run, state.step, state.entry, state.value, state.children, 0, state.spins - 1, "RUNNING"),
                                event, recorder)
                        : dropped(state);
                case Event.Redriven redriven -> throw new AssertionError("handled above");
            };
        }

        private static Transition<State> dropped(State state) {
            return new Transition<>(state, List.of());
        }

        private static State with(State state, int step, JsonNode value) {
            return new State(state.run, step, state.entry, value, PersistentVector.empty(), 0, 0, "RUNNING");
        }

        private Transition<State> submitted(State state, Event event, Recorder recorder) {
            line(recorder, event, "Submitted", NullNode.instance);
            return new Transition<>(new State(state.run, state.step, state.entry, state.value, state.children, state.missing, state.spins,
                    state.status), List.of());
        }

        /* What is under way is told to stop, once; how it ends counts as if it had ended by itself. */
        private static Transition<State> stopTasks(State state) {
            if (state.spins > 0) {
                return dropped(state);
            }
            List<Command> commands = new ArrayList<>();
            for (int i = 0; i < state.children.size(); i++) {
                if (state.children.get(i).isEmpty()) {
                    commands.add(new Command.StopTask(state.entry + "." + i));
                }
            }
            return new Transition<>(new State(state.run, state.step, state.entry, state.value, state.children, state.missing, 1, state.status), commands);
        }

        private int at(State state, String path) {
            String prefix = state.entry + ".";
            if (!path.startsWith(prefix) || state.missing == 0) {
                return -1;
            }
            int index = Integer.parseInt(path.substring(prefix.length()));
            return index < state.children.size() && state.children.get(index).isEmpty() ? index : -1;
        }

        private Transition<State> child(State state, String path, Outcome outcome, Event event, Recorder recorder) {
            int index = at(state, path);
            if (index < 0) {
                return dropped(state);
            }
            if (!(outcome instanceof Outcome.Succeeded done)) {
                return end(state, "FAILED", outcome, event, recorder);
            }
            line(recorder, event, "Done", done.output());
            PersistentVector<Optional<JsonNode>> children = state.children.with(index, Optional.of(done.output()));
            if (state.missing > 1) {
                return new Transition<>(new State(state.run, state.step, state.entry, state.value, children, state.missing - 1, 0, "RUNNING"),
                        List.of());
            }
            JsonNode value;
            if (steps.get(state.step).has("n")) {
                ArrayNode all = NODES.arrayNode(children.size());
                children.forEach(each -> all.add(each.orElseThrow()));
                value = all;
            } else {
                value = done.output();
            }
            return enter(with(state, state.step + 1, value), event, recorder);
        }

        private Transition<State> enter(State state, Event event, Recorder recorder) {
            if (state.step >= steps.size()) {
                return end(state, "SUCCEEDED", new Outcome.Succeeded(state.value), event, recorder);
            }
            JsonNode step = steps.get(state.step);
            line(recorder, event, "Entered", state.value);
            int n = step.path("n").asInt(1);
            State next = new State(state.run, state.step, state.entry + 1, state.value, PersistentVector.repeat(Optional.empty(), n), n, 0,
                    "RUNNING");
            List<Command> commands = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                String path = next.entry + "." + i;
                switch (step.get("do").asText()) {
                    case "task", "fan" -> commands.add(task(step, path, state.value, Optional.empty()));
                    case "token" -> commands.add(task(step, path, state.value,
                            Optional.of("token-" + state.run.asText() + "-" + path + "-" + event.seed())));
                    case "wait" -> commands.add(new Command.StartTimer(path, event.at().plusMillis(step.get("ms").asLong())));
                    case "child" -> commands.add(new Command.StartChild(path, Definition.of("toy", step.get("steps").toString()),
                            new RunIdentity(state.run.asText() + "/" + path, path, "toy", "definition:toy", "role"), state.value,
                            step.path("express").asBoolean()));
                    case "spin" -> {
                        return spin(new State(state.run, state.step, next.entry, state.value, state.children, 0, n, "RUNNING"), event, recorder);
                    }
                    case "fail" -> {
                        return end(next, "FAILED", Outcome.Failed.of(step.get("error").asText(), "asked for"), event, recorder);
                    }
                    default -> throw new IllegalStateException("the toy breaks at step " + state.step);
                }
            }
            return new Transition<>(next, commands);
        }

        private Transition<State> spin(State state, Event event, Recorder recorder) {
            return state.spins == 0 ? enter(with(state, state.step + 1, state.value), event, recorder)
                    : new Transition<>(state, List.of(new Command.Proceed()));
        }

        private static Command task(JsonNode step, String path, JsonNode value, Optional<String> token) {
            return new Command.StartTask(path, step.path("resource").asText("echo"), value, millis(step.path("timeout")),
                    millis(step.path("heartbeat")), token);
        }

        private static Optional<Duration> millis(JsonNode value) {
            return value.isNumber() ? Optional.of(Duration.ofMillis(value.asLong())) : Optional.empty();
        }

        private static Transition<State> end(State state, String status, Outcome outcome, Event event, Recorder recorder) {
            line(recorder, event, "Ended", NODES.textNode(status));
            List<Command> commands = new ArrayList<>();
            commands.add(new Command.End(outcome));
            return new Transition<>(new State(state.run, state.step, state.entry, state.value, PersistentVector.empty(), 0, 0, status), commands);
        }

        private static void line(Recorder recorder, Event event, String type, JsonNode value) {
            if (recorder.wanted()) {
                recorder.record(new Line(event.at(), type, NODES.objectNode().set("value", value)));
            }
        }

        @Override
        public JsonNode toJson(State state) {
            ObjectNode json = NODES.objectNode();
            json.put("step", state.step).put("entry", state.entry).put("missing", state.missing).put("spins", state.spins)
                    .put("status", state.status);
            json.set("run", state.run);
            json.set("value", state.value);
            ArrayNode children = json.putArray("children");
            state.children.forEach(child -> child.ifPresentOrElse(value -> children.addArray().add(value), children::addNull));
            return json;
        }

        @Override
        public State fromJson(JsonNode json) {
            List<Optional<JsonNode>> children = new ArrayList<>();
            json.get("children").forEach(child -> children.add(child.isNull() ? Optional.empty() : Optional.of(child.get(0))));
            return new State(json.get("run"), json.get("step").intValue(), json.get("entry").intValue(), json.get("value"),
                    PersistentVector.copyOf(children), json.get("missing").intValue(), json.get("spins").intValue(),
                    json.get("status").textValue());
        }
    }
}
