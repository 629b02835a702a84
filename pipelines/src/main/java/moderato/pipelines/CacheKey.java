package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a cached step is known by: the attributes that the service documents for its type, and nothing else, as the SHA-256 of their
 * canonical JSON.
 *
 * <p>In content mode an object's address counts by the digest of its bytes, a model's name by the digests of its image and artifact, and
 * an image by its digest.
 *
 * @param attributes what counts, by the path of its member
 */
record CacheKey(ObjectNode attributes) {

    private static final List<String> JOB = List.of("AlgorithmSpecification", "HyperParameterRanges", "InputDataConfig", "StaticHyperParameters", "TuningObjective");
    private static final Set<String> IMAGES = Set.of("ImageUri", "TrainingImage");

    /** The key of a request as the service makes it. */
    static CacheKey service(Request request) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        ObjectNode arguments = request.arguments();
        switch (request.step().type()) {
            case Processing -> take(arguments, attributes, "AppSpecification", "Environment", "ProcessingInputs");
            case Training -> take(arguments, attributes, "AlgorithmSpecification", "CheckpointConfig", "DebugHookConfig", "DebugRuleConfigurations", "Environment",
                    "HyperParameters", "InputDataConfig");
            case Transform -> take(arguments, attributes, "DataProcessing", "Environment", "ModelName", "TransformInput");
            case Tuning -> {
                take(arguments, attributes, "HyperParameterTuningJobConfig", "TrainingJobDefinitions");
                nested(arguments, attributes, "TrainingJobDefinition", JOB);
            }
            case AutoML -> {
                take(arguments, attributes, "AutoMLJobObjective", "InputDataConfig", "ProblemType");
                nested(arguments, attributes, "AutoMLJobConfig", List.of("CompletionCriteria", "CandidateGenerationConfig", "DataSplitConfig", "Mode"));
            }
            case ClarifyCheck, QualityCheck -> {
                take(arguments, attributes, "AppSpecification", "Environment", "ProcessingInputs", "ProcessingResources");
                take(request.fields(), attributes, "SkipCheck", "RegisterNewBaseline", "ModelPackageGroupName", "SuppliedBaselineConstraints",
                        "SuppliedBaselineStatistics");
            }
            case EMR -> take(arguments, attributes, "ClusterId", "ClusterConfig", "StepConfig");
            default -> {
                attributes.set("Arguments", arguments);
                take(request.fields(), attributes, "FunctionArn", "SqsQueueUrl");
            }
        }
        return new CacheKey(attributes);
    }

    private static void take(JsonNode from, ObjectNode to, String... members) {
        for (String member : members) {
            if (from.hasNonNull(member)) {
                to.set(member, from.get(member));
            }
        }
    }

    private static void nested(JsonNode from, ObjectNode to, String member, List<String> parts) {
        for (String part : parts) {
            if (from.path(member).hasNonNull(part)) {
                to.set(member + "." + part, from.get(member).get(part));
            }
        }
    }

    /** The key's text: 64 hexadecimal digits. */
    String hash(Step step) {
        return DigestUtils.sha256Hex(step.type() + "\n" + Json.canonical(attributes));
    }

    /** What has to be digested for the same key in content mode; the payload of the digest task. */
    ObjectNode undigested() {
        Map<String, String> objects = new LinkedHashMap<>();
        Set<String> models = new LinkedHashSet<>();
        Set<String> images = new LinkedHashSet<>();
        attributes.properties().stream().filter(member -> !member.getKey().equals("CheckpointConfig")).forEach(
                member -> collect(member.getKey(), member.getValue(), "Object", objects, models, images));
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        ArrayNode list = payload.putArray("Objects");
        objects.forEach((uri, type) -> list.addObject().put("S3Uri", uri).put("S3DataType", type));
        models.forEach(payload.putArray("Models")::add);
        images.forEach(payload.putArray("Images")::add);
        return payload;
    }

    private static void collect(String name, JsonNode value, String type, Map<String, String> objects, Set<String> models, Set<String> images) {
        if (value.isTextual()) {
            String address = address(value.asText());
            if (!address.isEmpty()) {
                objects.putIfAbsent(address, type);
            } else if (name.equals("ModelName")) {
                models.add(value.asText());
            } else if (IMAGES.contains(name)) {
                images.add(value.asText());
            }
            return;
        }
        String inside = value.has("S3Uri") ? value.path("S3DataType").asText("S3Prefix") : "Object";
        value.properties().forEach(member -> collect(member.getKey(), member.getValue(), inside, objects, models, images));
        if (value.isArray()) {
            value.forEach(element -> collect(name, element, "Object", objects, models, images));
        }
    }

    /** The object that a text is the address of; framework values are JSON texts in texts. Empty when it is none. */
    private static String address(String text) {
        String bare = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text;
        return bare.startsWith("s3://") ? bare : "";
    }

    /** The key with digests in the place of addresses, model names and images, as far as the answer of the digest task has them. */
    CacheKey content(JsonNode digests) {
        ObjectNode replaced = JsonNodeFactory.instance.objectNode();
        attributes.properties().forEach(member -> replaced.set(member.getKey(),
                member.getKey().equals("CheckpointConfig") ? member.getValue() : digested(member.getKey(), member.getValue(), digests)));
        return new CacheKey(replaced);
    }

    private static JsonNode digested(String name, JsonNode value, JsonNode digests) {
        if (value.isTextual()) {
            JsonNode digest = digests.path("Objects").path(address(value.asText()));
            if (digest.isMissingNode() && name.equals("ModelName")) {
                digest = digests.path("Models").path(value.asText());
            }
            if (digest.isMissingNode() && IMAGES.contains(name)) {
                digest = digests.path("Images").path(value.asText());
            }
            return digest.isMissingNode() ? value : JsonNodeFactory.instance.objectNode().set("Digest", digest);
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> object.set(member.getKey(), digested(member.getKey(), member.getValue(), digests)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> list.add(digested(name, element, digests)));
            return list;
        }
        return value;
    }
}
