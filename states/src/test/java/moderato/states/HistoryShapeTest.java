package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Histories against the shape that the service's own API model gives to them. */
class HistoryShapeTest {

    private static final JsonNode SHAPES = shapes();

    @Test
    void noticesWhatIsNotOfTheShape() throws IOException {
        assertThat(wrong("{\"type\": \"PassStateEntered\", \"id\": 1, \"stateEnteredEventDetails\": {\"input\": \"1\"}}")).containsExactly(
                "/: no timestamp", "/stateEnteredEventDetails: no name");
        assertThat(wrong("{\"timestamp\": 1.5, \"type\": \"PassStateLeft\", \"id\": \"1\", \"details\": {}}")).containsExactly(
                "/type: PassStateLeft", "/id: \"1\"", "/details: not a member");
    }

    @Test
    void ourOwnCasesHaveHistoriesOfTheShape() throws IOException {
        assertThat(check(Path.of("states/src/test/resources/moderato/states"))).isGreaterThan(500);
    }

    @Test
    @Tag("shared")
    void recordedCasesHaveHistoriesOfTheShape() throws IOException {
        assertThat(check(Path.of("../shared/asl/cases/execution"))).isGreaterThan(3_500);
    }

    /** How many events were checked. */
    private static int check(Path folder) throws IOException {
        int events = 0;
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".jsonl") && !file.toString().contains("jsonata-reference")).sorted().toList();
        }
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                JsonNode each = JsonText.read(line);
                if (each.path("kind").asText("execution").equals("execution")) {
                    events += check(each);
                }
            }
        }
        return events;
    }

    private static int check(JsonNode each) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistoryWriter.write(new ExecutionCase(each, false).simulate(new CaseTasks(each, CaseValues.of(each))).history(), out);
        JsonNode events = JsonText.read(out.toString(StandardCharsets.UTF_8)).path("events");
        for (JsonNode event : events) {
            assertThat(wrong(event.toString())).as("%s: %s", each.path("id").asText(), event).isEmpty();
        }
        return events.size();
    }

    private static List<String> wrong(String event) throws IOException {
        List<String> wrong = new ArrayList<>();
        structure("", SHAPES.path("HistoryEvent"), JsonText.read(event), wrong);
        return wrong;
    }

    private static void structure(String at, JsonNode shape, JsonNode value, List<String> wrong) {
        for (JsonNode required : shape.path("required")) {
            String name = small(required.asText());
            if (!value.has(name)) {
                wrong.add((at.isEmpty() ? "/" : at) + ": no " + name);
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode of = shape.path("members").path(Character.toUpperCase(member.getKey().charAt(0)) + member.getKey().substring(1));
            String place = at + "/" + member.getKey();
            if (of.isMissingNode()) {
                wrong.add(place + ": not a member");
            } else {
                value(place, SHAPES.path(of.asText()), member.getValue(), wrong);
            }
        }
    }

    private static void value(String at, JsonNode shape, JsonNode value, List<String> wrong) {
        boolean fits = switch (shape.path("type").asText()) {
            case "structure" -> {
                structure(at, shape, value, wrong);
                yield value.isObject();
            }
            case "map" -> {
                value.properties().forEach(entry -> value(at + "/" + entry.getKey(), SHAPES.path(shape.path("value").asText()), entry.getValue(), wrong));
                yield value.isObject();
            }
            case "string" -> value.isTextual() && fits(shape, value.textValue().length());
            case "integer", "long" -> value.isIntegralNumber() && fits(shape, value.longValue());
            case "timestamp" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        if (!fits) {
            wrong.add("%s: %s".formatted(at, value));
        } else if (shape.has("enum") && !shape.path("enum").toString().contains(value.toString())) {
            wrong.add("%s: %s".formatted(at, value.asText()));
        }
    }

    private static boolean fits(JsonNode shape, long size) {
        return size >= shape.path("min").asLong(Long.MIN_VALUE) && size <= shape.path("max").asLong(Long.MAX_VALUE);
    }

    private static String small(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static JsonNode shapes() {
        try (InputStream in = HistoryShapeTest.class.getResourceAsStream("service-shapes/sfn.json")) {
            return new ObjectMapper().readTree(in).path("shapes");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
