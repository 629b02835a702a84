package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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

    /** Whether it tells more of a child than its output. */
    boolean describes() {
        return isRemote() || transformation.equals("NONE");
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

    /**
     * One object to write.
     *
     * @param payload what the store is asked for
     * @param after how far the writing is with it
     */
    record Step(ObjectNode payload, ResultFiles after) {
    }

    /** A file of results that are there while other children are under way. */
    Step early(EvaluationScope scope, RunIdentity parent, MapRun run) {
        return file(scope, parent, run, run.exchanges().written()).orElseThrow();
    }

    /** The next object to write when all children have ended: the results by how they did, then the manifest that names them; empty when all are written. */
    Optional<Step> next(EvaluationScope scope, RunIdentity parent, MapRun run) {
        ResultFiles at = run.exchanges().written().isEarly() ? run.exchanges().written().later() : run.exchanges().written();
        while (at.phase() < ResultFiles.STATUSES.size()) {
            Optional<Step> file = file(scope, parent, run, at);
            if (file.isPresent()) {
                return file;
            }
            at = at.later();
        }
        return at.phase() == ResultFiles.STATUSES.size() ? Optional.of(new Step(manifest(scope, run, at), at.later())) : Optional.empty();
    }

    /* Large results are written to several files, so that no text is as large as all of them. */
    private Optional<Step> file(EvaluationScope scope, RunIdentity parent, MapRun run, ResultFiles at) {
        String status = ResultFiles.STATUSES.get(at.phase());
        StringBuilder text = new StringBuilder();
        int index = at.next();
        for (; index < run.children().size() && text.length() < CHARACTERS_IN_FILE; index++) {
            results(parent, run, index, status, at.isEarly()).forEach(result -> text.append(lines ? "" : text.isEmpty() ? "[" : ",").append(result).append(lines ? "\n" : ""));
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String body = text.append(lines ? "" : "]").toString();
        String key = folder(scope, run) + status + "_" + at.count(status) + (lines ? ".jsonl" : ".json");
        long bytes = body.getBytes(StandardCharsets.UTF_8).length;
        return Optional.of(new Step(put(scope, key, body), at.with(new ResultFiles.File(status, key, bytes), index)));
    }

    /** What one child adds to the files of a status. */
    private Iterable<? extends JsonNode> results(RunIdentity parent, MapRun run, int index, String status, boolean early) {
        Child child = run.children().get(index);
        if (child instanceof Child.Written || early && !(child instanceof Child.Told)) {
            return List.of();
        }
        boolean succeeded = status.equals("SUCCEEDED");
        if (!succeeded || transformation.equals("NONE")) {
            return MapResults.description(parent, run, index, succeeded).map(List::of).orElse(List.of());
        }
        JsonNode output = MapResults.output(child);
        return transformation.equals("FLATTEN") && output instanceof ArrayNode array ? array : List.of(output);
    }

    private ObjectNode manifest(EvaluationScope scope, MapRun run, ResultFiles written) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode().put("DestinationBucket", bucket(scope)).put("MapRunArn", run.arn());
        ObjectNode files = manifest.putObject("ResultFiles");
        files.putArray("FAILED");
        files.putArray("PENDING");
        files.putArray("SUCCEEDED");
        written.files().forEach(file -> files.withArray(file.status()).addObject().put("Key", file.key()).put("Size", file.bytes()));
        return put(scope, folder(scope, run) + "manifest.json", manifest.toString());
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
