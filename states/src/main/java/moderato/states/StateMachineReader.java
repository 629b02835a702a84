package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes machines of definitions that were found valid. */
final class StateMachineReader {

    private StateMachineReader() {
    }

    /**
     * Reads a machine.
     *
     * @throws ExpressionSyntaxException when an expression in it cannot be read
     */
    static StateMachine read(JsonNode definition) {
        return read("", definition, false);
    }

    /**
     * Reads a machine, or what is inside a Parallel or a Map.
     *
     * @param inherited whether the machine around it speaks JSONata
     */
    static StateMachine read(String pointer, JsonNode definition, boolean inherited) {
        boolean jsonata = speaksJsonata(definition, inherited);
        Map<String, Integer> places = new HashMap<>();
        JsonNode states = definition.path("States");
        for (Map.Entry<String, JsonNode> state : states.properties()) {
            places.put(state.getKey(), places.size());
        }
        List<State> made = new ArrayList<>(places.size());
        for (Map.Entry<String, JsonNode> state : states.properties()) {
            made.add(state(pointer + "/States/" + state.getKey(), state.getKey(), state.getValue(), jsonata, places));
        }
        StateReader reader = new StateReader(pointer, definition, jsonata, jsonata, places);
        return new StateMachine(made, reader.place("StartAt"), reader.number("TimeoutSeconds").map(Duration::ofSeconds));
    }

    /** A machine of one state alone; whatever it names as its next has a place there, too. */
    static Alone alone(String name, JsonNode state) {
        Map<String, Integer> places = new EveryPlace();
        places.get(name);
        State made = state("", name, state, false, places);
        List<String> names = new ArrayList<>(Collections.nCopies(places.size(), name));
        places.forEach((known, place) -> names.set(place, known));
        return new Alone(new StateMachine(List.of(made), 0, Optional.empty()), names);
    }

    /** A machine of one state, and the names of all places that it knows. */
    record Alone(StateMachine machine, List<String> names) {
    }

    private static boolean speaksJsonata(JsonNode node, boolean inherited) {
        String language = node.path("QueryLanguage").asText("");
        return language.isEmpty() ? inherited : language.equals("JSONata");
    }

    private static State state(String pointer, String name, JsonNode node, boolean inherited, Map<String, Integer> places) {
        StateReader reader = new StateReader(pointer, node, inherited, speaksJsonata(node, inherited), places);
        return switch (reader.text("Type")) {
            case "Task" -> TaskState.read(head(name, StateKind.TASK, reader), reader);
            case "Pass" -> PassState.read(head(name, StateKind.PASS, reader), reader);
            case "Choice" -> ChoiceState.read(head(name, StateKind.CHOICE, reader), reader);
            case "Wait" -> WaitState.read(head(name, StateKind.WAIT, reader), reader);
            case "Succeed" -> SucceedState.read(head(name, StateKind.SUCCEED, reader));
            case "Fail" -> FailState.read(head(name, StateKind.FAIL, reader), reader);
            case "Parallel" -> ParallelState.read(head(name, StateKind.PARALLEL, reader), reader);
            case "Map" -> MapState.read(head(name, StateKind.MAP, reader), reader);
            default -> throw reader.wrong("there is no state of the type '%s'".formatted(reader.text("Type")));
        };
    }

    private static StateHead head(String name, StateKind kind, StateReader reader) {
        return new StateHead(name, kind, reader.flow(), reader.next(), reader.retriers(), reader.catchers());
    }

    /** Gives every name a place. */
    private static final class EveryPlace extends HashMap<String, Integer> {
        private static final long serialVersionUID = 1;

        @Override
        public Integer get(Object name) {
            return computeIfAbsent(String.valueOf(name), fresh -> size());
        }
    }
}
