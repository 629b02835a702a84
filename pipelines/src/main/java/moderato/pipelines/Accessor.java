package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step of a path into JSON, as the definitions write it: {@code a.b[0]['key']}. */
sealed interface Accessor {

    /** Members by which a list of objects is read as if it were a map. */
    List<String> NAMING_MEMBERS = List.of("OutputName", "InputName", "MetricName", "ChannelName", "Name");

    /** A dotted member. */
    record Member(String name) implements Accessor {
    }

    /** An element of a list, from 0. */
    record Index(int index) implements Accessor {
    }

    /** A quoted key of a map, or the name of a list's element. */
    record Key(String key) implements Accessor {
    }

    /**
     * Reads a path.
     *
     * @return nothing when the text is no path
     */
    static Optional<List<Accessor>> parse(String path) {
        List<Accessor> accessors = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '[') {
                int end = path.startsWith("['", at) ? path.indexOf("']", at + 2) : path.indexOf(']', at);
                if (end < 0) {
                    return Optional.empty();
                }
                if (path.charAt(at + 1) == '\'') {
                    accessors.add(new Key(path.substring(at + 2, end)));
                    at = end + 2;
                } else {
                    String digits = path.substring(at + 1, end);
                    if (!digits.matches("\\d{1,9}")) {
                        return Optional.empty();
                    }
                    accessors.add(new Index(Integer.parseInt(digits)));
                    at = end + 1;
                }
                continue;
            }
            int start = c == '.' ? at + 1 : at;
            if (c == '.' && at == 0 || c != '.' && at > 0) {
                return Optional.empty();
            }
            int end = start;
            while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                end++;
            }
            if (end == start) {
                return Optional.empty();
            }
            accessors.add(new Member(path.substring(start, end)));
            at = end;
        }
        return Optional.of(List.copyOf(accessors));
    }

    /** The node that a path leads to; nothing when there is none. */
    static Optional<JsonNode> follow(JsonNode root, List<Accessor> path) {
        JsonNode node = root;
        for (Accessor accessor : path) {
            JsonNode next = switch (accessor) {
                case Member(String name) -> node.path(name);
                case Index(int index) -> node.path(index);
                case Key(String key) -> node.isArray() ? named(node, key) : node.path(key);
            };
            if (next.isMissingNode()) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode element : list) {
            for (String member : NAMING_MEMBERS) {
                if (element.path(member).asText("").equals(name)) {
                    return element;
                }
            }
        }
        return list.path(-1);
    }
}
