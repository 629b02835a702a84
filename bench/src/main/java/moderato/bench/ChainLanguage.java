package moderato.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Command;
import moderato.kernel.Definition;
import moderato.kernel.Event;
import moderato.kernel.Language;
import moderato.kernel.Outcome;
import moderato.kernel.Program;
import moderato.kernel.Recorder;
import moderato.kernel.Transition;

/**
 * The least that a language can be, so that what is measured is the engine: {@code LENGTH} tasks one after the other, of {@code WIDTH} at
 * once each; the task's output is the next one's payload. A definition's text is {@code LENGTH WIDTH RESOURCE}.
 */
final class ChainLanguage implements Language {

    @Override
    public String name() {
        return "chain";
    }

    @Override
    public int semantics() {
        return 1;
    }

    @Override
    public Program<?> compile(Definition definition) {
        String[] words = definition.text().split(" ");
        return new Chain(Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2]);
    }

    record State(int step, int missing, JsonNode value) {
    }

    record Chain(int length, int width, String resource) implements Program<State> {

        @Override
        public State initial() {
            return new State(0, 0, NullNode.instance);
        }

        @Override
        public Transition<State> on(State state, Event event, Recorder recorder) {
            return switch (event) {
                case Event.Started started -> next(new State(0, 1, started.input()), started.input());
                case Event.TaskEnded ended -> ended.outcome() instanceof Outcome.Succeeded done && state.missing > 0
                        ? next(state, done.output())
                        : new Transition<>(state, List.of());
                case Event.TokenAnswered answered -> new Transition<>(new State(length + 1, 0, state.value),
                        List.of(new Command.End(answered.outcome())));
                case Event.StopAsked stop -> new Transition<>(new State(length + 1, 0, state.value),
                        List.of(new Command.End(new Outcome.Stopped(stop.error(), stop.cause()))));
                case Event.TaskSubmitted submitted -> new Transition<>(new State(state.step, state.missing, state.value), List.of());
                case Event.HeartbeatMissed missed -> new Transition<>(state, List.of());
                case Event.TimerFired fired -> new Transition<>(state, List.of());
                case Event.ChildEnded ended -> new Transition<>(state, List.of());
                case Event.Redriven redriven -> new Transition<>(state, List.of());
                case Event.Proceeded proceeded -> new Transition<>(state, List.of());
            };
        }

        private Transition<State> next(State state, JsonNode value) {
            if (state.missing > 1) {
                return new Transition<>(new State(state.step, state.missing - 1, value), List.of());
            }
            if (state.step == length) {
                return new Transition<>(new State(length + 1, 0, value), List.of(new Command.End(new Outcome.Succeeded(value))));
            }
            State next = new State(state.step + 1, width, value);
            List<Command> commands = new ArrayList<>(width);
            for (int i = 0; i < width; i++) {
                String path = next.step + "." + i;
                Optional<String> token = resource.equals("token") ? Optional.of(path + value) : Optional.empty();
                commands.add(new Command.StartTask(path, resource, value, Optional.empty(), Optional.empty(), token));
            }
            return new Transition<>(next, commands);
        }

        @Override
        public JsonNode toJson(State state) {
            return JsonNodeFactory.instance.objectNode().put("step", state.step).put("missing", state.missing).set("value", state.value);
        }

        @Override
        public State fromJson(JsonNode json) {
            return new State(json.get("step").intValue(), json.get("missing").intValue(), json.get("value"));
        }
    }
}
