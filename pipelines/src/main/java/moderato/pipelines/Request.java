package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.RunIdentity;

/**
 * What a step asks for, with all its expressions resolved.
 *
 * @param arguments the Arguments
 * @param fields the step-level members that are expressions
 */
record Request(Step step, ObjectNode arguments, ObjectNode fields) {

    /** How long the service waits for a function. */
    static final Duration LAMBDA_TIMEOUT = Duration.ofMinutes(10);

    private static final String EXPERIMENT = "ExperimentConfig";
    private static final Set<StepType> WITH_EXPERIMENT = Set.of(StepType.Processing, StepType.Training, StepType.Transform);

    /**
     * Resolves a step's Arguments and holds them against the API.
     *
     * @throws EvaluationException when a value is missing, or of the wrong type
     */
    static Request checked(Plan plan, Step step, Values values) {
        Request request = of(plan, step, values);
        if (!step.type().operation().isEmpty() && !plan.toy()) {
            conform(step, ApiModel.sageMaker().input(step.type().operation()), request.arguments());
        }
        return request;
    }

    /**
     * Resolves a step's Arguments.
     *
     * @throws EvaluationException when a value is missing
     */
    static Request of(Plan plan, Step step, Values values) {
        JsonNode arguments = values.of(step.arguments());
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        step.fields().forEach((name, field) -> fields.set(name, values.of(field)));
        if (step.type().operation().isEmpty()) {
            return new Request(step, Json.over(arguments, StepState.NOTHING), fields);
        }
        ApiModel.Shape shape = ApiModel.sageMaker().input(step.type().operation());
        return new Request(step, Json.over(worded(shape, arguments), StepState.NOTHING), fields);
    }

    /** The same with words for booleans where the API takes a text: the Outcome of a Condition may stand there. */
    private static JsonNode worded(ApiModel.Shape shape, JsonNode value) {
        if (value.isBoolean() && shape.type().equals("string")) {
            return JsonNodeFactory.instance.textNode(value.asText());
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> object.set(member.getKey(), worded(ApiModel.sageMaker().shape(shape.structure()
                    ? shape.members().getOrDefault(member.getKey(), "") : shape.element()), member.getValue())));
            return object;
        }
        if (value.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> list.add(worded(ApiModel.sageMaker().shape(shape.element()), element)));
            return list;
        }
        return value;
    }

    private static void conform(Step step, ApiModel.Shape shape, ObjectNode arguments) {
        new ApiCheck(ApiModel.sageMaker(), Map.of(), (code, pointer, message) -> {
            if (!message.contains("'$")) {
                throw new EvaluationException("ValidationException: " + message + " (at " + pointer + " of the resolved Arguments)");
            }
        }).check(shape, literal(arguments), "", Set.of(step.type().nameMember()));
    }

    private static Expression literal(JsonNode json) {
        return new ExpressionParser(new Problems()).parse(json, "");
    }

    /** The task's payload, for all but callbacks. */
    ObjectNode payload(RunIdentity run, String name, String job, Values values, Plan plan) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("StepName", name).put("StepType", step.type().name());
        if (step.type() == StepType.Lambda) {
            payload.set("FunctionArn", fields.path("FunctionArn"));
            payload.set("Payload", arguments);
            return payload;
        }
        ObjectNode request = Json.over(arguments, StepState.NOTHING);
        if (!job.isEmpty()) {
            request.put(step.type().nameMember(), job);
            payload.put("Arn", Ids.arn(run, step.type().arnKind(), job));
        }
        // The API of tuning jobs has no place for it.
        Optional<ObjectNode> place = WITH_EXPERIMENT.contains(step.type()) ? Optional.of(request) : step.type() == StepType.Tuning ? Optional.of(payload) : Optional.empty();
        place.ifPresent(object -> plan.definition().experiment().ifPresent(experiment -> {
            ObjectNode config = Json.over(request.path(EXPERIMENT), StepState.NOTHING);
            config.set("ExperimentName", values.of(experiment.experimentName()));
            config.set("TrialName", values.of(experiment.trialName()));
            object.set(EXPERIMENT, config);
        }));
        if (step.type() == StepType.RegisterModel && !request.path("MetadataProperties").has("GeneratedBy")) {
            request.set("MetadataProperties", Json.with(request.path("MetadataProperties"), "GeneratedBy", JsonNodeFactory.instance.textNode(run.id())));
        }
        payload.set("Request", request);
        if (!fields.isEmpty()) {
            payload.set("Fields", fields);
        }
        return payload;
    }

    /** The payload of a callback's message. */
    ObjectNode message(RunIdentity run, String name, String token, String status) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("StepName", name).put("StepType", step.type().name());
        payload.set("QueueUrl", fields.path("SqsQueueUrl"));
        ObjectNode message = payload.putObject("Message");
        message.put("token", token).put("pipelineExecutionArn", run.id());
        message.set("arguments", arguments);
        message.put("status", status);
        return payload;
    }
}
