package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import moderato.kernel.Recorder;

/** Says what happens in an execution, in the shapes of the service's own answers. */
final class History {

    private static final int LONGEST_ITEM = 12_800;
    private static final int LONGEST_EXECUTION_REASON = 1300;
    private static final int LONGEST_STEP_REASON = 1024;

    private final Execution execution;
    private final Recorder recorder;

    History(Execution execution, Recorder recorder) {
        this.execution = execution;
        this.recorder = recorder;
    }

    /** The execution's status changed. */
    void execution() {
        if (!recorder.wanted()) {
            return;
        }
        JsonNode input = execution.input();
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("PipelineArn", execution.run().definitionId())
                .put("PipelineExecutionArn", execution.run().id())
                .put("PipelineExecutionDisplayName", input.path("PipelineExecutionDisplayName").asText("execution-" + execution.started().toEpochMilli()))
                .put("PipelineExecutionStatus", execution.phase().status())
                .put("CreationTime", seconds(execution.started()))
                .put("LastModifiedTime", seconds(execution.now()));
        for (String member : new String[] {"PipelineExecutionDescription", "ParallelismConfiguration", "SelectiveExecutionConfig"}) {
            if (input.hasNonNull(member)) {
                json.set(member, input.get(member));
            }
        }
        experiment().ifPresent(experiment -> json.set("PipelineExperimentConfig", experiment));
        if (!execution.reason().isEmpty()) {
            json.put("FailureReason", execution.reason().substring(0, Math.min(LONGEST_EXECUTION_REASON, execution.reason().length())));
        }
        if (!execution.run().role().isEmpty()) {
            json.put("RoleArn", execution.run().role());
        }
        recorder.record(new PipelineEvent(execution.now(), PipelineEvent.EXECUTION, json, StepState.NOTHING));
    }

    /* The names, where the pipeline has them and its parameters are right. */
    private Optional<ObjectNode> experiment() {
        return execution.plan().definition().experiment().flatMap(config -> {
            try {
                Values values = execution.values(execution.node(0));
                ObjectNode names = JsonNodeFactory.instance.objectNode();
                names.set("ExperimentName", values.of(config.experimentName()));
                names.set("TrialName", values.of(config.trialName()));
                return Optional.of(names);
            } catch (EvaluationException unknown) {
                return Optional.empty();
            }
        });
    }

    /** A step changed. */
    void step(Node node) {
        if (!recorder.wanted()) {
            return;
        }
        StepState state = execution.state(node.number());
        boolean stopping = execution.phase() == PipelineRun.Phase.STOPPING && state.phase() == StepPhase.WORKING;
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("StepName", node.name());
        node.step().displayName().ifPresent(name -> json.put("StepDisplayName", name));
        node.step().description().ifPresent(text -> json.put("StepDescription", text));
        json.put("StartTime", seconds(state.began()));
        if (state.phase().over()) {
            json.put("EndTime", seconds(state.ended()));
        }
        json.put("StepStatus", stopping ? "Stopping" : state.phase().status());
        if (state.origin() != StepState.Origin.OWN) {
            json.putObject(state.origin() == StepState.Origin.CACHE ? "CacheHitResult" : "SelectiveExecutionResult").put("SourcePipelineExecutionArn", state.source());
        }
        if (state.phase() == StepPhase.FAILED && !state.failure().isEmpty()) {
            json.put("FailureReason", state.failure().substring(0, Math.min(LONGEST_STEP_REASON, state.failure().length())));
        }
        json.put("AttemptCount", state.retries() + 1);
        json.putObject("Metadata").set(node.step().type().metadataKey(), metadata(node, state));
        if (node.child()) {
            String item = Json.canonical(execution.state(node.loop()).items().get(node.item()));
            json.putObject("IterationContext").put("ParentStepName", execution.plan().step(node.loop()).name()).put("Index", node.item())
                    .put("Item", item.substring(0, Math.min(LONGEST_ITEM, item.length())));
        }
        JsonNode properties = !state.phase().over() ? StepState.NOTHING
                : node.step().type() == StepType.ForEach && state.origin() == StepState.Origin.OWN
                        ? new LoopProperties(execution.plan(), execution.steps()).of(node.number()) : state.properties();
        recorder.record(new PipelineEvent(execution.now(), PipelineEvent.STEP, json, properties));
    }

    private JsonNode metadata(Node node, StepState state) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        JsonNode properties = state.properties();
        switch (node.step().type()) {
            case Condition -> {
                if (state.phase() == StepPhase.SUCCEEDED) {
                    metadata.put("Outcome", properties.path("Outcome").asBoolean() ? "True" : "False");
                }
            }
            case Fail -> metadata.put("ErrorMessage", properties.path("ErrorMessage").asText(""));
            case Lambda -> {
                literal(node, "FunctionArn", metadata, "Arn");
                metadata.set("OutputParameters", Outputs.metadata(properties));
            }
            case Callback -> {
                metadata.put("CallbackToken", state.job());
                literal(node, "SqsQueueUrl", metadata, "SqsQueueUrl");
                metadata.set("OutputParameters", Outputs.metadata(properties));
            }
            case ForEach -> {
                LoopProperties loop = new LoopProperties(execution.plan(), execution.steps());
                metadata.setAll(loop.counts(node.number()));
                loop.selected(node.number()).ifPresent(child -> metadata.putObject("Selector").put("StepName", child.name()).put("Index", child.item()));
            }
            case Cleanup, Lineage, EMR, EMRServerless, Athena, HubContent, QualityCheck, ClarifyCheck -> metadata.setAll(Json.over(StepState.NOTHING, properties));
            default -> {
                String arn = node.step().type().nameMember().replaceFirst("Name$", "Arn");
                String known = properties.path(arn).asText(state.job().isEmpty() ? "" : Ids.arn(execution.run(), node.step().type().arnKind(), state.job()));
                boolean made = state.phase() != StepPhase.READING && state.phase() != StepPhase.DIGESTING && state.phase() != StepPhase.FINDING;
                if (!known.isEmpty() && (made || madeAtOnce(node))) {
                    metadata.put("Arn", known);
                }
            }
        }
        return metadata;
    }

    /* A step that reads nothing and does not look into the cache makes its job when it begins. */
    private boolean madeAtOnce(Node node) {
        return execution.plan().reads(node.template()).isEmpty() && !new CacheWork(execution).serves(node);
    }

    private static void literal(Node node, String field, ObjectNode metadata, String name) {
        if (node.step().fields().get(field) instanceof Expression.Literal(JsonNode value)) {
            metadata.set(name, value);
        }
    }

    /**
     * A step found nothing in the cache.
     *
     * @param why the cache's answer, with {@code Nearest} or {@code Gone}; or who wants the step done again, {@code WantedBy}
     */
    void missed(Node node, JsonNode attributes, JsonNode why) {
        if (!recorder.wanted()) {
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("StepName", node.name());
        JsonNode nearest = why.path("Nearest");
        for (String reason : new String[] {"Gone", "WantedBy"}) {
            if (why.has(reason)) {
                json.set(reason, why.get(reason));
            }
        }
        if (nearest.isObject()) {
            json.put("Nearest", nearest.path("PipelineExecutionArn").asText());
            var differences = CacheDifference.between(nearest.path("Attributes"), attributes);
            json.set("Differences", differences);
            if (differences.isEmpty()) {
                json.put("Expired", nearest.path("EndTime").asText());
            }
        }
        recorder.record(new PipelineEvent(execution.now(), PipelineEvent.CACHE_MISS, json, StepState.NOTHING));
    }

    /** A time as the service's JSON has it: seconds since 1970, with a fraction. */
    static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }
}
