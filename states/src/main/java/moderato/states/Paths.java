package moderato.states;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The places of a run: {@code step.child.step...}. */
final class Paths {

    private static final int[] NONE = {};

    private Paths() {
    }

    /** The numbers of a path; none when it is no path of a run. */
    static int[] parse(String path) {
        int count = 1;
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '.') {
                count++;
            }
        }
        int[] numbers = new int[count];
        int place = 0;
        int digits = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '.' && digits > 0) {
                place++;
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < 9) {
                numbers[place] = numbers[place] * 10 + (c - '0');
                digits++;
            } else {
                return NONE;
            }
        }
        return digits == 0 ? NONE : numbers;
    }

    /** The state that a path leads to, by its steps from a branch on. */
    static Optional<State> state(StateMachine machine, Branch branch, int[] path, int depth) {
        if (path[depth] != branch.step() || !(branch.rest() instanceof Rest.InState rest)) {
            return Optional.empty();
        }
        State state = machine.state(rest.visit().state());
        if (depth + 1 == path.length) {
            return Optional.of(state);
        }
        int index = path[depth + 1];
        if (depth + 2 >= path.length) {
            return Optional.of(state);
        }
        return switch (rest) {
            case Rest.Forked forked when index < forked.children().size() && forked.children().get(index) instanceof Branch child ->
                state(((ParallelState) state).branches().get(index), child, path, depth + 2);
            case Rest.Iterating iterating when index < iterating.children().size() && iterating.children().get(index) instanceof Branch child ->
                state(((MapState) state).processor(), child, path, depth + 2);
            case Rest.Distributing ignored -> Optional.of(state);
            case Rest.InState ignored -> Optional.empty();
        };
    }

    /** A list with one more element. */
    static <E> List<E> plus(List<E> list, E more) {
        List<E> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }
}
