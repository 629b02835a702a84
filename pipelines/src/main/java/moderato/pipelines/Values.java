package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/** What expressions stand for, as one step of an execution sees it. */
final class Values {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Plan plan;
    private final Nodes nodes;
    private final PersistentVector<StepState> steps;
    private final RunIdentity run;
    private final Instant started;
    private final Map<String, JsonNode> parameters;
    private final Node node;

    Values(Plan plan, PersistentVector<StepState> steps, RunIdentity run, Instant started, Map<String, JsonNode> parameters, Node node) {
        this.plan = plan;
        this.nodes = new Nodes(plan);
        this.steps = steps;
        this.run = run;
        this.started = started;
        this.parameters = parameters;
        this.node = node;
    }

    /**
     * The value of an expression.
     *
     * @throws EvaluationException when it has none
     */
    JsonNode of(Expression expression) {
        return switch (expression) {
            case Expression.Literal(JsonNode value) -> value;
            case Expression.ObjectOf(Map<String, Expression> members) -> {
                ObjectNode object = JSON.objectNode();
                members.forEach((name, member) -> object.set(name, of(member)));
                yield object;
            }
            case Expression.ListOf(List<Expression> elements) -> {
                ArrayNode list = JSON.arrayNode();
                elements.forEach(element -> list.add(of(element)));
                yield list;
            }
            case Expression.ParameterValue(String name) -> Optional.ofNullable(parameters.get(name))
                    .orElseThrow(() -> new EvaluationException("Parameter " + name + " has no value."));
            case Expression.ExecutionValue(ExecutionVariable variable) -> JSON.textNode(execution(variable));
            case Expression.ExperimentValue(String member) -> plan.definition().experiment()
                    .map(experiment -> of(member.equals("TrialName") ? experiment.trialName() : experiment.experimentName()))
                    .orElseThrow(() -> new EvaluationException("The pipeline has no PipelineExperimentConfig."));
            case Expression.StepProperty property -> property(property);
            case Expression.CurrentItem(List<Accessor> path, String text) -> item(path, text);
            case Expression.Join(Expression on, List<Expression> values) -> JSON.textNode(
                    values.stream().map(this::of).map(Values::text).collect(Collectors.joining(text(of(on)))));
            case Expression.PropertyFileGet _, Expression.ObjectGet _ -> read(expression);
        };
    }

    /** A scalar as Std:Join writes it: booleans lower-case, numbers in plain decimals; anything else as JSON. */
    static String text(JsonNode value) {
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isFloatingPointNumber()) {
            return new BigDecimal(value.asText()).toPlainString();
        }
        if (value.isNull() || value.isMissingNode()) {
            throw new EvaluationException("A Std:Join has a value that is null.");
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** The object that a JsonGet looks into. */
    String uri(Expression read) {
        return switch (read) {
            case Expression.PropertyFileGet(String name, String file, String path) -> propertyFile(name, file);
            case Expression.ObjectGet(Expression uri, String path) -> text(of(uri));
            default -> throw new IllegalArgumentException("not a JsonGet: " + read);
        };
    }

    /** Whether the answer to a JsonGet is there already. */
    boolean isRead(int read) {
        return steps.get(node.number()).reads().path(String.valueOf(read)).has("Value");
    }

    private JsonNode read(Expression expression) {
        int number = plan.reads(node.template()).indexOf(expression);
        JsonNode answer = steps.get(node.number()).reads().path(String.valueOf(number));
        if (!answer.has("Value")) {
            throw new EvaluationException("A Std:JsonGet has no value.");
        }
        return answer.get("Value");
    }

    private String propertyFile(String name, String file) {
        int number = nodes.seenFrom(steps, node, plan.number(name));
        Step.PropertyFile declared = plan.step(plan.number(name)).propertyFiles().stream().filter(one -> one.name().equals(file)).findFirst()
                .orElseThrow(() -> new EvaluationException("Step " + name + " has no property file " + file + "."));
        List<Accessor> path = List.of(new Accessor.Member("ProcessingOutputConfig"), new Accessor.Member("Outputs"), new Accessor.Key(declared.outputName()),
                new Accessor.Member("S3Output"), new Accessor.Member("S3Uri"));
        String folder = Accessor.follow(properties(number), path).map(JsonNode::asText)
                .orElseThrow(() -> new EvaluationException("Step " + name + " has no output " + declared.outputName() + " to find " + file + " in."));
        return (folder.endsWith("/") ? folder : folder + "/") + declared.filePath();
    }

    private String execution(ExecutionVariable variable) {
        return switch (variable) {
            case StartDateTime -> started.toString();
            case CurrentDateTime -> steps.get(node.number()).began().toString();
            case PipelineName -> run.definitionName();
            case PipelineArn -> run.definitionId();
            case PipelineExecutionId -> Ids.executionId(run);
            case PipelineExecutionArn -> run.id();
            case TrainingJobName, ProcessingJobName -> steps.get(node.number()).job();
        };
    }

    private JsonNode item(List<Accessor> path, String text) {
        JsonNode item = steps.get(node.loop()).items().get(node.item());
        if (path.isEmpty()) {
            return item;
        }
        JsonNode inside = item.isTextual() ? Json.parse(item.asText()).orElseThrow(() -> new EvaluationException(
                text + " looks into item " + node.item() + ", which is no JSON.")) : item;
        return Accessor.follow(inside, path).orElseThrow(() -> new EvaluationException(text + " has no value: item " + node.item() + " has no such member."));
    }

    private JsonNode property(Expression.StepProperty property) {
        JsonNode properties = properties(nodes.seenFrom(steps, node, plan.number(property.step())));
        return Accessor.follow(properties, property.path()).filter(value -> !value.isNull())
                .orElseThrow(() -> new EvaluationException(property.text() + " has no value: step " + property.step() + " ended without it."));
    }

    /** What may be referred to of a step. */
    JsonNode properties(int number) {
        StepState state = steps.get(number);
        return number < plan.size() && plan.step(number).type() == StepType.ForEach && state.origin() == StepState.Origin.OWN
                ? new LoopProperties(plan, steps).of(number) : state.properties();
    }
}
