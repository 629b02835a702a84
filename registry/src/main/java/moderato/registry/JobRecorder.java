package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moderato.objects.ObjectStore;

/**
 * Keeps what a job did: its trial component with parameters, metrics and artifacts in the experiment that its request names, and its place
 * in the lineage. The same job recorded again takes the place of what was recorded before.
 */
public final class JobRecorder {

    private static final String METRICS = "metrics";

    private final Registry registry;
    private final ObjectFacts objects;
    private final Descriptions descriptions;

    /** What is known of jobs, by the kind and name of each. */
    @FunctionalInterface
    public interface Descriptions {
        /**
         * A job's description, or an empty object when there is none.
         *
         * @param kind {@code processing}, {@code training}, {@code transform}, {@code tuning}, {@code model}; or {@code metrics}: the values of
         *     a training job's metrics, {@code {metric: [number]}}
         */
        JsonNode of(String kind, String name) throws IOException;
    }

    /**
     * @param store the objects as the jobs see them
     */
    public JobRecorder(Registry registry, ObjectStore store, Descriptions descriptions) {
        this.registry = registry;
        this.objects = new ObjectFacts(store);
        this.descriptions = descriptions;
    }

    /**
     * Records a job, or a model.
     *
     * @param kind {@code processing}, {@code training}, {@code transform}, {@code tuning} or {@code model}
     * @param description the service's description of it, with its request's ExperimentConfig
     * @param run the ARN of the run that asked for it
     * @param step what the run calls it; empty when nothing
     */
    public void record(String kind, JsonNode description, String run, String step) throws IOException {
        JobFacts facts = JobFacts.of(JobFacts.Kind.valueOf(kind), description);
        for (JsonNode child : description.path("TrainingJobSummaries")) {
            ObjectNode trained = Json.copy(descriptions.of(JobFacts.Kind.training.name(), child.path("TrainingJobName").asText()));
            if (!trained.isEmpty()) {
                record(JobFacts.Kind.training.name(), description.has("ExperimentConfig") ? trained.set("ExperimentConfig", description.get("ExperimentConfig")) : trained, run, step);
            }
        }
        Map<String, String> marks = new HashMap<>();
        for (List<JobFacts.Data> several : List.of(facts.inputs(), facts.outputs())) {
            for (JobFacts.Data data : several) {
                marks.put(data.uri(), objects.mark(data.uri()));
            }
        }
        Map<String, Map<String, String>> contents = new HashMap<>();
        for (JobFacts.Data output : facts.outputs()) {
            contents.put(output.uri(), objects.contents(output.uri()));
        }
        Map<String, List<Double>> series = series(facts);
        registry.database().transaction(handle -> {
            LineageRows rows = new LineageRows(handle, registry.clock().millis());
            Links links = new Links(rows, marks, contents);
            if (facts.kind() == JobFacts.Kind.model) {
                links.model(facts, run);
                return facts;
            }
            ObjectNode component = Component.of(facts, description, series, run, step);
            String name = component.path("TrialComponentName").asText();
            ExperimentRows experiments = new ExperimentRows(handle, rows.now());
            experiments.component(name, component, series);
            JsonNode config = description.path("ExperimentConfig");
            if (config.has("ExperimentName")) {
                String experiment = config.path("ExperimentName").asText();
                experiments.put(experiment, config.path("TrialName").asText("Default-Run-Group-" + experiment), name, run);
            }
            links.job(facts, component, run);
            return facts;
        });
    }

    private Map<String, List<Double>> series(JobFacts facts) throws IOException {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        if (facts.kind() == JobFacts.Kind.training) {
            descriptions.of(METRICS, facts.name()).properties()
                    .forEach(entry -> series.put(entry.getKey(), entry.getValue().valueStream().map(JsonNode::asDouble).toList()));
        }
        return series;
    }

    /** The same, for callers that can do nothing about a disk that fails. */
    void recordUnchecked(String kind, JsonNode description, String run, String step) {
        try {
            record(kind, description, run, step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The associations of a job with what it read and wrote. */
    private record Links(LineageRows rows, Map<String, String> marks, Map<String, Map<String, String>> contents) {

        void job(JobFacts facts, ObjectNode component, String run) {
            String job = rows.named(Entity.Kind.TrialComponent, facts.kind().member(), component.path("TrialComponentName").asText(), facts.arn(),
                    Json.object().put("Status", component.path("Status").path("PrimaryStatus").asText()).put("Step", component.path("DisplayName").asText()));
            facts.inputs().forEach(input -> rows.associate(input(input), job, LineageRows.CONTRIBUTED));
            facts.outputs().forEach(output -> rows.associate(job, output(output), LineageRows.PRODUCED));
            rows.associate(job, rows.run(run), LineageRows.ASSOCIATED);
        }

        void model(JobFacts facts, String run) {
            String model = rows.artifact(Arns.of("model", facts.name()), "Model");
            facts.inputs().forEach(input -> rows.associate(input(input), model, LineageRows.CONTRIBUTED));
            rows.associate(model, rows.run(run), LineageRows.ASSOCIATED);
        }

        private String input(JobFacts.Data data) {
            String mark = marks.getOrDefault(data.uri(), "");
            String arn = mark.isEmpty() ? rows.artifact(data.uri(), data.type()) : rows.artifact(data.uri(), mark, data.type(), data.name(), Json.object());
            if (data.uri().startsWith("s3://") && rows.associations("destination", arn).isEmpty()) {
                rows.overlapping(data.uri()).forEach(made -> rows.associate(made.arn(), arn, LineageRows.CONTRIBUTED));
            }
            return arn;
        }

        private String output(JobFacts.Data data) {
            String arn = rows.artifact(data.uri(), marks.getOrDefault(data.uri(), ""), data.type(), data.name(), Json.object());
            contents.getOrDefault(data.uri(), Map.of()).forEach((address, sha256) -> rows.handle().execute("INSERT OR REPLACE INTO content VALUES (?, ?, ?)", arn, address, sha256));
            return arn;
        }
    }
}
