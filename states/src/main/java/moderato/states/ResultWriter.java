package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.RunIdentity;

/**
 * Where, and in which form, a distributed Map leaves its results.
 *
 * @param resource what writes an object; empty when the results are only transformed
 * @param parameters the bucket and the prefix
 * @param transformation NONE: descriptions of the children; COMPACT: their outputs; FLATTEN: the elements of their outputs
 * @param lines whether a file holds a value a line
 */
record ResultWriter(String resource, Optional<PayloadTemplate> parameters, String transformation, boolean lines) {

    private static final int CHARACTERS_IN_FILE = 4 << 20;

    static ResultWriter read(StateReader reader) {
        JsonNode config = reader.node("WriterConfig");
        boolean remote = reader.has("Resource");
        return new ResultWriter(remote ? reader.text("Resource") : "",
                reader.template(reader.isJsonata() ? "Arguments" : "Parameters"),
                config.path("Transformation").asText(remote ? "NONE" : "COMPACT"), config.path("OutputType").asText().equals("JSONL"));
    }

    /** Whether the results are written to an object store. */
    boolean isRemote() {
        return !resource.isEmpty();
    }

    /** The results in the form that is asked for. */
    JsonNode transform(RunIdentity parent, MapRun run) {
        return switch (transformation) {
            case "NONE" -> {
                ArrayNode all = MapResults.descriptions(parent, run, true);
                all.addAll(MapResults.descriptions(parent, run, false));
                yield all;
            }
            case "FLATTEN" -> flat(MapResults.outputs(run.children()));
            default -> MapResults.outputs(run.children());
        };
    }

    private static ArrayNode flat(ArrayNode outputs) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode output : outputs) {
            if (output instanceof ArrayNode array) {
                all.addAll(array);
            } else {
                all.add(output);
            }
        }
        return all;
    }

    /** The objects to write: the results by how they ended, then the manifest that names them. */
    List<JsonNode> payloads(EvaluationScope scope, RunIdentity parent, MapRun run) {
        List<JsonNode> payloads = new ArrayList<>();
        ObjectNode manifest = JsonNodeFactory.instance.objectNode().put("DestinationBucket", bucket(scope)).put("MapRunArn", run.arn());
        ObjectNode files = manifest.putObject("ResultFiles");
        add(payloads, files.putArray("FAILED"), scope, run, "FAILED", MapResults.descriptions(parent, run, false));
        files.putArray("PENDING");
        JsonNode succeeded = transformation.equals("NONE") ? MapResults.descriptions(parent, run, true) : transform(parent, run);
        add(payloads, files.putArray("SUCCEEDED"), scope, run, "SUCCEEDED", succeeded);
        payloads.add(put(scope, folder(scope, run) + "manifest.json", manifest.toString()));
        return payloads;
    }

    /* Large results are written to several files, so that no text is as large as all of them. */
    private void add(List<JsonNode> payloads, ArrayNode files, EvaluationScope scope, MapRun run, String status, JsonNode results) {
        StringBuilder text = new StringBuilder();
        int part = 0;
        for (int index = 0; index < results.size(); index++) {
            text.append(lines ? "" : text.isEmpty() ? "[" : ",").append(results.get(index)).append(lines ? "\n" : "");
            if (text.length() >= CHARACTERS_IN_FILE || index == results.size() - 1) {
                String key = folder(scope, run) + status + "_" + part + (lines ? ".jsonl" : ".json");
                String body = text.append(lines ? "" : "]").toString();
                files.addObject().put("Key", key).put("Size", body.getBytes(StandardCharsets.UTF_8).length);
                payloads.add(put(scope, key, body));
                text.setLength(0);
                part++;
            }
        }
    }

    private ObjectNode put(EvaluationScope scope, String key, String body) {
        return JsonNodeFactory.instance.objectNode().put("Bucket", bucket(scope)).put("Key", key).put("Body", body);
    }

    private String bucket(EvaluationScope scope) {
        return value(scope, "Bucket");
    }

    private String folder(EvaluationScope scope, MapRun run) {
        String prefix = value(scope, "Prefix");
        return (prefix.isEmpty() ? "" : prefix + "/") + run.id() + "/";
    }

    private String value(EvaluationScope scope, String field) {
        return parameters.map(template -> template.evaluate(scope).path(field).asText("")).orElse("");
    }

    /** The result of a Map whose results were written. */
    ObjectNode summary(EvaluationScope scope, MapRun run) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("MapRunArn", run.arn());
        summary.putObject("ResultWriterDetails").put("Bucket", bucket(scope)).put("Key", folder(scope, run) + "manifest.json");
        return summary;
    }
}
