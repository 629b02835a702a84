package moderato.models;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value of a YAML file that knows its line, so that whatever is wrong with it can be said with its place.
 *
 * <p>Scalars are read as written: no octal numbers, no dates, no "no" that means false.
 */
final class Yaml {

    private final String file;
    private final Node node;

    private Yaml(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    static Yaml parse(String file, String text) throws ManifestException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            Node root = new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new ManifestException(file, "is empty");
            }
            return new Yaml(file, root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ManifestException(file + ":" + line, "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ManifestException(file, "is not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    String place() {
        return file + ":" + (node.getStartMark().getLine() + 1);
    }

    ManifestException wrong(String problem) {
        return new ManifestException(place(), problem);
    }

    /** The members of a mapping; refuses keys that are not among those known. */
    Fields fields(String... known) throws ManifestException {
        Problems problems = new Problems();
        Fields fields = fields(problems, known);
        problems.check();
        return fields;
    }

    /** The members of a mapping; keys that are not among those known are noted, and the rest can be read. */
    Fields fields(Problems problems, String... known) throws ManifestException {
        Map<String, Yaml> members = members();
        Set<String> allowed = Set.of(known);
        for (Yaml key : keys()) {
            if (!allowed.contains(key.text())) {
                problems.add(key.wrong("unknown key \"" + key.text() + "\"; known here: " + String.join(", ", known)));
            }
        }
        return new Fields(members);
    }

    /** The members of a mapping whose keys are free, in order. */
    Map<String, Yaml> members() throws ManifestException {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("a mapping (key: value) is expected here");
        }
        Map<String, Yaml> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = new Yaml(file, tuple.getKeyNode()).text();
            if (members.put(key, new Yaml(file, tuple.getValueNode())) != null) {
                throw new Yaml(file, tuple.getKeyNode()).wrong("key \"" + key + "\" stands here twice");
            }
        }
        return members;
    }

    private List<Yaml> keys() {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream().map(tuple -> new Yaml(file, tuple.getKeyNode())).toList()
                : List.of();
    }

    List<Yaml> items() throws ManifestException {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("a list is expected here");
        }
        List<Yaml> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Yaml(file, item));
        }
        return items;
    }

    String text() throws ManifestException {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong("a single value is expected here");
        }
        return scalar.getValue();
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    double number() throws ManifestException {
        try {
            double value = Double.parseDouble(text());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the place
        }
        throw wrong("\"" + text() + "\" is no number");
    }

    double fraction() throws ManifestException {
        double value = number();
        if (!(value >= 0 && value <= 1)) {
            throw wrong(text() + " is not between 0 and 1");
        }
        return value;
    }

    long whole() throws ManifestException {
        try {
            long value = Long.parseLong(text().replace("_", ""));
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the place
        }
        throw wrong("\"" + text() + "\" is no whole number above 0");
    }

    int whole(int least, int most) throws ManifestException {
        try {
            int value = Integer.parseInt(text());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the place
        }
        throw wrong("\"" + text() + "\" is no whole number from " + least + " to " + most);
    }

    boolean truth() throws ManifestException {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("\"" + text() + "\" is neither true nor false");
        };
    }

    <E extends Enum<E>> E oneOf(Class<E> type) throws ManifestException {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(text())) {
                return constant;
            }
            names.add(name);
        }
        throw wrong("\"" + text() + "\" is not one of " + String.join(", ", names));
    }

    /** The members of a mapping whose keys are fixed. */
    final class Fields {

        private final Map<String, Yaml> members;

        private Fields(Map<String, Yaml> members) {
            this.members = members;
        }

        Yaml required(String key) throws ManifestException {
            return optional(key).orElseThrow(() -> wrong("\"" + key + "\" is missing"));
        }

        Optional<Yaml> optional(String key) {
            return Optional.ofNullable(members.get(key));
        }
    }
}
