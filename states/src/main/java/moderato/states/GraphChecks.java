package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import moderato.kernel.NearestName;

/** Follows the transitions of a machine and of the machines inside it: targets that are missing, states never reached, no end. */
final class GraphChecks {

    private static final String MISSING = "MISSING_TRANSITION_TARGET";

    private final Findings findings;

    /** A transition: the state it leads to, and where it stands. */
    record Transition(String target, DefinitionPath at) {
    }

    private GraphChecks(Findings findings) {
        this.findings = findings;
    }

    static void check(JsonNode definition, Findings findings) {
        new GraphChecks(findings).machine(definition, DefinitionPath.ROOT, 0);
    }

    private void machine(JsonNode machine, DefinitionPath at, int level) {
        JsonNode states = machine.path("States");
        if (!states.isObject() || states.isEmpty() || level > JsonText.DEEPEST) {
            return;
        }
        DefinitionPath place = at.child("States");
        Collection<String> known = new TreeSet<>();
        states.fieldNames().forEachRemaining(known::add);
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        if (machine.path("StartAt").isTextual()) {
            follow(new Transition(machine.path("StartAt").textValue(), at.child("StartAt")), known, reached, open);
        }
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            for (Transition transition : transitions(states.path(name), place.child(name))) {
                follow(transition, known, reached, open);
            }
        }
        boolean ends = false;
        for (JsonNode state : states) {
            ends |= isEnd(state);
        }
        // Inside a state the service does not ask for an end.
        boolean endless = !ends && level == 0;
        if (endless) {
            findings.unlocated("MISSING_END_STATE", at, "Workflow has no terminal state", "; it ends in a state with \"End\": true, a Succeed or a Fail");
        }
        for (Map.Entry<String, JsonNode> state : states.properties()) {
            if (!endless && !reached.contains(state.getKey())) {
                unreachable(state.getKey(), state.getValue(), place, known);
            }
            inner(state.getValue(), place.child(state.getKey()), level);
        }
    }

    private void unreachable(String name, JsonNode state, DefinitionPath place, Collection<String> known) {
        findings.error(MISSING, place.child(name), "State \"%s\" is not reachable.".formatted(name), "");
        for (Transition transition : transitions(state, place.child(name))) {
            if (!known.contains(transition.target())) {
                missing(transition, known);
            }
        }
    }

    private void follow(Transition transition, Collection<String> known, Set<String> reached, Deque<String> open) {
        if (!known.contains(transition.target())) {
            missing(transition, known);
        } else if (reached.add(transition.target())) {
            open.addLast(transition.target());
        }
    }

    private void missing(Transition transition, Collection<String> known) {
        if (!Placeholders.in(transition.target())) {
            findings.error(MISSING, transition.at(), "Missing 'Next' target: " + transition.target(),
                    NearestName.suggestion(transition.target(), known));
        }
    }

    private static boolean isEnd(JsonNode state) {
        String type = state.path("Type").asText();
        return state.path("End").asBoolean() || FieldCheck.isPlaceholder(state.path("End")) || type.equals("Succeed") || type.equals("Fail");
    }

    private static List<Transition> transitions(JsonNode state, DefinitionPath at) {
        List<Transition> transitions = new ArrayList<>();
        add(state, "Next", at, transitions);
        add(state, "Default", at, transitions);
        for (String list : List.of("Choices", "Catch")) {
            for (int i = 0; i < state.path(list).size(); i++) {
                add(state.path(list).path(i), "Next", at.child(list).child(i), transitions);
            }
        }
        return transitions;
    }

    private static void add(JsonNode from, String field, DefinitionPath at, List<Transition> transitions) {
        if (from.path(field).isTextual()) {
            transitions.add(new Transition(from.path(field).textValue(), at.child(field)));
        }
    }

    private void inner(JsonNode state, DefinitionPath at, int level) {
        for (int i = 0; i < state.path("Branches").size(); i++) {
            machine(state.path("Branches").path(i), at.child("Branches").child(i), level + 1);
        }
        for (String field : List.of("ItemProcessor", "Iterator")) {
            machine(state.path(field), at.child(field), level + 1);
        }
    }
}
