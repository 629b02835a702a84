package moderato.states;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in a definition, as names (String) and indexes (Integer) from the root.
 *
 * <p>The service writes it {@code /States/Check/Choices[0]/Next}; a JSON pointer is {@code /States/Check/Choices/0/Next}.
 */
record DefinitionPath(List<Object> steps) {

    static final DefinitionPath ROOT = new DefinitionPath(List.of());

    DefinitionPath {
        steps = List.copyOf(steps);
    }

    DefinitionPath child(String name) {
        return with(name);
    }

    DefinitionPath child(int index) {
        return with(index);
    }

    private DefinitionPath with(Object step) {
        return new DefinitionPath(Stream.concat(steps.stream(), Stream.of(step)).toList());
    }

    /** The place in the service's writing. */
    String location() {
        if (steps.isEmpty()) {
            return "/";
        }
        StringBuilder text = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof Integer index) {
                text.append('[').append(index).append(']');
            } else {
                text.append('/').append(step);
            }
        }
        return text.toString();
    }

    /** The place as a JSON pointer; empty for the root. */
    String pointer() {
        return steps.stream().map(step -> "/" + step.toString().replace("~", "~0").replace("/", "~1")).collect(Collectors.joining());
    }
}
