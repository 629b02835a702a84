package moderato.analysis;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.jobs.JobFolders;

/**
 * What a step is told on its command line: pairs of {@code --name value}.
 *
 * @param values the values by name, without the hyphens
 */
record StepArguments(Map<String, String> values) {

    StepArguments {
        values = Map.copyOf(values);
    }

    /**
     * Reads the arguments of a container.
     *
     * @param known the names that the step understands
     * @throws IllegalArgumentException when a name is unknown or lacks its value
     */
    static StepArguments parse(List<String> arguments, String... known) {
        List<String> names = List.of(known);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || !names.contains(name.substring(2))) {
                throw new IllegalArgumentException("unknown argument " + name + "; known: --" + String.join(", --", names));
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("argument " + name + " lacks its value");
            }
            values.put(name.substring(2), arguments.get(i + 1));
        }
        return new StepArguments(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The real place of a container path given by an argument, or of the default. */
    Path path(String name, JobFolders folders, String byDefault) {
        return folders.resolve(values.getOrDefault(name, byDefault));
    }

    /** A whole number above 0, or the default. */
    int count(String name, int byDefault) {
        String value = values.get(name);
        if (value == null) {
            return byDefault;
        }
        try {
            int count = Integer.parseInt(value);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("argument --" + name + " is no whole number above 0: " + value);
    }
}
