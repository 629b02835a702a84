package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What the services' APIs take and give, as data: taken at build time from the published service models, with an overlay for what they
 * lack.
 */
final class ApiModel {

    /**
     * A shape of an API.
     *
     * @param type {@code structure}, {@code list}, {@code map}, {@code string}, {@code integer}, {@code long}, {@code float}, {@code double},
     *        {@code boolean}, {@code timestamp}, {@code blob}, or {@code any} for what is not checked
     * @param members of a structure: shape names by member
     * @param element the shape name of a list's elements or a map's values; empty for others
     * @param key the shape name of a map's keys
     */
    record Shape(String name, String type, Map<String, String> members, Set<String> required, String element, String key, Set<String> values,
            Optional<Pattern> pattern, Optional<Double> min, Optional<Double> max) {

        boolean structure() {
            return type.equals("structure");
        }
    }

    private static final Shape ANY = new Shape("Any", "any", Map.of(), Set.of(), "", "", Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();
    private final JsonNode written;
    private final JsonNode operations;

    private ApiModel(JsonNode service) {
        operations = service.path("operations");
        written = service.path("shapes");
    }

    private static final class Holder {
        private static final JsonNode ALL = load();
        private static final ApiModel SAGEMAKER = new ApiModel(ALL.path("sagemaker"));
        private static final ApiModel EMR = new ApiModel(ALL.path("elasticmapreduce"));
        private static final ApiModel EMR_SERVERLESS = new ApiModel(ALL.path("emr-serverless"));

        private static JsonNode load() {
            try (InputStream in = ApiModel.class.getResourceAsStream("api.json")) {
                if (in == null) {
                    throw new IllegalStateException("the build did not put api.json into the program");
                }
                return JsonText.JSON.readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static ApiModel sageMaker() {
        return Holder.SAGEMAKER;
    }

    static ApiModel emr() {
        return Holder.EMR;
    }

    static ApiModel emrServerless() {
        return Holder.EMR_SERVERLESS;
    }

    /** A shape by name, made when it is first asked for; one that is not modelled takes anything. */
    Shape shape(String name) {
        return written.has(name) ? shapes.computeIfAbsent(name, _ -> shape(name, written.path(name))) : ANY;
    }

    /** What an operation takes. */
    Shape input(String operation) {
        return shape(operations.path(operation).path("input").asText());
    }

    /** What an operation gives. */
    Shape output(String operation) {
        return shape(operations.path(operation).path("output").asText());
    }

    /** All names of instance types in the model. */
    Set<String> instanceTypes() {
        Set<String> all = new LinkedHashSet<>();
        written.properties().stream().filter(shape -> shape.getKey().endsWith("InstanceType")).forEach(shape -> all.addAll(texts(shape.getValue().path("enum"))));
        return all;
    }

    private static Shape shape(String name, JsonNode json) {
        Map<String, String> members = new LinkedHashMap<>();
        json.path("members").properties().forEach(member -> members.put(member.getKey(), member.getValue().asText()));
        String element = json.path("member").asText(json.path("value").asText(""));
        Optional<Pattern> pattern = json.has("pattern") ? Optional.of(Pattern.compile(json.get("pattern").asText(), Pattern.DOTALL)) : Optional.empty();
        return new Shape(name, json.path("type").asText("any"), members, texts(json.path("required")), element, json.path("key").asText(""),
                texts(json.path("enum")), pattern, number(json, "min"), number(json, "max"));
    }

    private static Set<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return new LinkedHashSet<>(texts);
    }

    private static Optional<Double> number(JsonNode json, String member) {
        return json.has(member) ? Optional.of(json.get(member).asDouble()) : Optional.empty();
    }
}
