package moderato.handlers;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import moderato.kernel.NearestName;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A file in YAML or JSON that a user wrote, with the places of what stands in it.
 *
 * <p>Reading goes on after a mistake: problems are collected, and whoever reads a file ends with {@link #refuseProblems()}, so that a user sees
 * all of them at once.
 */
public final class YamlFile {

    private static final YAMLMapper YAML = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private final Path file;
    private final JsonNode content;
    private final Map<JsonPointer, Mark> places = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private record Problem(int index, String sentence) {
    }

    private YamlFile(Path file, JsonNode content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidFileException when it is empty or no YAML, with the place
     * @throws IOException when it cannot be read
     */
    public static YamlFile read(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                throw new InvalidFileException(List.of(file + ": the file is empty"));
            }
            YamlFile read = new YamlFile(file, YAML.readTree(text));
            read.keepPlaces(JsonPointer.empty(), root);
            return read;
        } catch (MarkedYAMLException e) {
            throw new InvalidFileException(List.of(place(file, e.getProblemMark()) + ": not valid YAML: " + e.getProblem()));
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new InvalidFileException(List.of(file + (place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr()) + ": " + e.getOriginalMessage()));
        }
    }

    private void keepPlaces(JsonPointer at, Node node) {
        places.putIfAbsent(at, node.getStartMark());
        if (node instanceof MappingNode mapping) {
            for (NodeTuple member : mapping.getValue()) {
                if (member.getKeyNode() instanceof ScalarNode key) {
                    JsonPointer below = at.appendProperty(key.getValue());
                    places.put(below, key.getStartMark());
                    keepPlaces(below, member.getValueNode());
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                keepPlaces(at.appendIndex(i), sequence.getValue().get(i));
            }
        }
    }

    /** The folder that the file is in: what it names is looked for there. */
    public Path folder() {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    }

    /** What stands at a place, or a missing node. */
    public JsonNode at(JsonPointer place) {
        return content.at(place);
    }

    /** Notes that something at a place is wrong. */
    public void problem(JsonPointer place, String sentence) {
        JsonPointer known = place;
        while (!places.containsKey(known) && !known.matches()) {
            known = known.head();
        }
        Mark mark = places.get(known);
        problems.add(new Problem(mark == null ? 0 : mark.getIndex(), place(file, mark) + ": " + sentence));
    }

    private static String place(Path file, @Nullable Mark mark) {
        return mark == null ? file.toString() : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The members of a mapping whose names are free; none where there is no mapping, which is a problem unless there is nothing at all. */
    public Set<Map.Entry<String, JsonNode>> members(JsonPointer place) {
        JsonNode found = at(place);
        if (!found.isObject() && !found.isMissingNode()) {
            problem(place, "expected a mapping (key: value) here, found " + found);
        }
        return found.isObject() ? ((ObjectNode) found).properties() : Set.of();
    }

    /** Notes every member of a mapping that is none of those known. */
    public void knowOnly(JsonPointer place, Collection<String> known) {
        for (Map.Entry<String, JsonNode> member : members(place)) {
            if (!known.contains(member.getKey())) {
                problem(place.appendProperty(member.getKey()), "unknown key '" + member.getKey() + "'" + NearestName.suggestion(member.getKey(), known) + "; known here: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidFileException when anything was wrong
     */
    public void refuseProblems() throws InvalidFileException {
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems.stream().sorted(Comparator.comparingInt(Problem::index)).map(Problem::sentence).toList());
        }
    }
}
