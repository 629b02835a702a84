package moderato.moderation;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file, with its place in it.
 *
 * <p>Reading never stops at the first mistake: problems are collected, with file, line and column, and the reader goes on with a
 * harmless value, so that a user sees all of them at once. Whoever reads a file ends with {@link #refuseProblems()}.
 */
final class YamlNode {

    private final String file;
    private final Node node;
    private final List<String> problems;

    private YamlNode(String file, Node node, List<String> problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
    }

    /**
     * Parses a file's text.
     *
     * @throws InvalidInputException when it is no YAML, or empty
     */
    static YamlNode parse(String file, String text) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root == null) {
                throw new InvalidInputException(file + ":1:1: the file is empty");
            }
            return new YamlNode(file, root, new ArrayList<>());
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String place = mark == null ? file : place(file, mark);
            throw new InvalidInputException(place + ": not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidInputException(file + ": not valid YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static String place(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** Where this value stands: {@code file:line:column}. */
    String place() {
        return place(file, node.getStartMark());
    }

    void problem(String message) {
        problems.add(place() + ": " + message);
    }

    void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    /** The fields of a mapping whose keys can be anything. */
    Map<String, YamlNode> fields() {
        if (!(node instanceof MappingNode mapping)) {
            problem("expected a mapping (key: value), found " + kind());
            return Map.of();
        }
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlNode key = new YamlNode(file, tuple.getKeyNode(), problems);
            String name = key.text();
            if (fields.put(name, new YamlNode(file, tuple.getValueNode(), problems)) != null) {
                key.problem("'" + name + "' is given twice");
            }
        }
        return fields;
    }

    /** The fields of a mapping that may have these keys and no others. */
    Map<String, YamlNode> fields(Collection<String> allowed) {
        Map<String, YamlNode> fields = fields();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                YamlNode key = new YamlNode(file, tuple.getKeyNode(), problems);
                if (!allowed.contains(key.text())) {
                    key.problem("unknown key '" + key.text() + "'" + Nearest.hint(key.text(), allowed));
                }
            }
        }
        return fields;
    }

    /** The items of a list; a single value counts as a list of one. A list of none is written as {@code []}. */
    List<YamlNode> items() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(item -> new YamlNode(file, item, problems)).toList();
        }
        if (isNothing()) {
            problem("expected a list, found nothing");
            return List.of();
        }
        return List.of(this);
    }

    /** The items of a list that may not be empty. */
    List<YamlNode> atLeastOne() {
        List<YamlNode> items = items();
        if (items.isEmpty() && !isNothing()) {
            problem("expected at least one, found an empty list");
        }
        return items;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    private boolean isNothing() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    String text() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return scalar.getValue();
        }
        problem("expected a text, found " + kind());
        return "";
    }

    /** A text that says something. */
    String words() {
        String text = text();
        if (text.isBlank() && !isNothing() && node instanceof ScalarNode) {
            problem("expected words, found an empty text");
        }
        return text;
    }

    boolean flag() {
        if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        problem("expected true or false, found " + kind());
        return false;
    }

    double number(double least, double most) {
        Optional<Double> value = parsed();
        if (value.isEmpty() || !(value.get() >= least && value.get() <= most)) {
            String range = most == Double.MAX_VALUE ? "of at least " + plain(least) : "from " + plain(least) + " to " + plain(most);
            problem("expected a number " + range + ", found " + kind());
            return least;
        }
        return value.get();
    }

    int integer(int least) {
        double value = number(least, Integer.MAX_VALUE);
        if (value != Math.rint(value)) {
            problem("expected a whole number, found " + kind());
        }
        return (int) value;
    }

    private Optional<Double> parsed() {
        if (node instanceof ScalarNode scalar && (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT))) {
            try {
                return Optional.of(Double.parseDouble(scalar.getValue()));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** One of the named values of an enumeration, written as its JSON name. */
    <E extends Enum<E> & Named> E oneOf(Class<E> type) {
        E[] values = type.getEnumConstants();
        List<String> names = new ArrayList<>();
        String text = text();
        for (E value : values) {
            if (value.json().equals(text)) {
                return value;
            }
            names.add(value.json());
        }
        problem("'" + text + "' is none of " + String.join(", ", names) + Nearest.hint(text, names));
        return values[0];
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar -> isNothing() ? "nothing" : "'" + scalar.getValue() + "'";
            default -> "something else";
        };
    }
}
