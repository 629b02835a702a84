package moderato.pipelines;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The types of step, named as on the wire, each with what it mirrors in the service's API.
 *
 * <p>A type whose resource begins with {@code step:} does not run here unless somebody registers a handler for it.
 */
enum StepType {
    Processing("job:processing", "CreateProcessingJob", "ProcessingJobName", "processing-job", "ProcessingJob",
            Set.of("PropertyFiles"), "DescribeProcessingJob"),
    Training("job:training", "CreateTrainingJob", "TrainingJobName", "training-job", "TrainingJob", Set.of(), "DescribeTrainingJob"),
    Tuning("job:tuning", "CreateHyperParameterTuningJob", "HyperParameterTuningJobName", "hyper-parameter-tuning-job", "TuningJob", Set.of(),
            "DescribeHyperParameterTuningJob", "ListTrainingJobsForHyperParameterTuningJob"),
    Transform("job:transform", "CreateTransformJob", "TransformJobName", "transform-job", "TransformJob", Set.of(), "DescribeTransformJob"),
    Model("model:create", "CreateModel", "ModelName", "model", "Model", Set.of(), "DescribeModel"),
    RegisterModel("registry:register", "CreateModelPackage", "ModelPackageName", "model-package", "RegisterModel", Set.of(),
            "DescribeModelPackage"),
    Condition("", "", "", "", "Condition", Set.of()),
    Fail("", "", "", "", "Fail", Set.of()),
    Lambda("lambda:invoke", "", "", "", "Lambda", Set.of("FunctionArn", "OutputParameters")),
    Callback("callback:send", "", "", "", "Callback", Set.of("SqsQueueUrl", "OutputParameters")),
    ForEach("", "", "", "", "ForEach", Set.of()),
    Cleanup("objects:cleanup", "", "", "", "Cleanup", Set.of()),
    Lineage("lineage:create", "", "", "", "Lineage", Set.of()),
    AutoML("step:AutoML", "CreateAutoMLJob", "AutoMLJobName", "automl-job", "AutoMLJob", Set.of(), "DescribeAutoMLJob"),
    QualityCheck("step:QualityCheck", "CreateProcessingJob", "ProcessingJobName", "processing-job", "QualityCheck",
            Set.of("CheckType", "SkipCheck", "FailOnViolation", "RegisterNewBaseline", "ModelPackageGroupName", "SuppliedBaselineConstraints",
                    "SuppliedBaselineStatistics")),
    ClarifyCheck("step:ClarifyCheck", "CreateProcessingJob", "ProcessingJobName", "processing-job", "ClarifyCheck",
            Set.of("CheckType", "SkipCheck", "FailOnViolation", "RegisterNewBaseline", "ModelPackageGroupName", "SuppliedBaselineConstraints",
                    "ModelName")),
    EMR("step:EMR", "", "", "", "EMR", Set.of()),
    EMRServerless("step:EMRServerless", "", "", "", "EMRServerless", Set.of()),
    EndpointConfig("step:EndpointConfig", "CreateEndpointConfig", "EndpointConfigName", "endpoint-config", "EndpointConfig", Set.of(),
            "DescribeEndpointConfig"),
    Endpoint("step:Endpoint", "CreateEndpoint", "EndpointName", "endpoint", "Endpoint", Set.of(), "DescribeEndpoint"),
    InferenceComponent("step:InferenceComponent", "CreateInferenceComponent", "InferenceComponentName", "inference-component",
            "InferenceComponent", Set.of(), "DescribeInferenceComponent"),
    BedrockCustomModel("step:BedrockCustomModel", "", "", "", "BedrockCustomModel", Set.of()),
    BedrockCustomModelDeployment("step:BedrockCustomModelDeployment", "", "", "", "BedrockCustomModelDeployment", Set.of()),
    BedrockModelImport("step:BedrockModelImport", "", "", "", "BedrockModelImport", Set.of()),
    BedrockProvisionedModelThroughput("step:BedrockProvisionedModelThroughput", "", "", "", "BedrockProvisionedModelThroughput", Set.of()),
    Job("step:Job", "", "", "", "Job", Set.of()),
    Athena("step:Athena", "", "", "", "Athena", Set.of()),
    HubContent("step:HubContent", "", "", "", "HubContent", Set.of());

    /** What every step may have beside Arguments. */
    private static final Set<String> ENVELOPE = Set.of("Name", "Type", "Arguments", "DependsOn", "DisplayName", "Description", "CacheConfig",
            "RetryPolicies");

    private final String resource;
    private final String operation;
    private final String nameMember;
    private final String arnKind;
    private final String metadataKey;
    private final Set<String> fields;
    private final List<String> describes;

    StepType(String resource, String operation, String nameMember, String arnKind, String metadataKey, Set<String> fields, String... describes) {
        this.resource = resource;
        this.operation = operation;
        this.nameMember = nameMember;
        this.arnKind = arnKind;
        this.metadataKey = metadataKey;
        this.fields = fields;
        this.describes = List.of(describes);
    }

    static Optional<StepType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    /** The task resource that does a step's work; empty for steps that need no work. */
    String resource() {
        return resource;
    }

    /** The API operation whose request the Arguments mirror; empty when there is none. */
    String operation() {
        return operation;
    }

    /** The request member that names what is made; empty when nothing is. */
    String nameMember() {
        return nameMember;
    }

    /** Whether the service gives what is made a name of its own, with the one in the Arguments as its beginning. */
    boolean namesItself() {
        return switch (this) {
            case Processing, Training, Tuning, Transform, Model, RegisterModel, AutoML, QualityCheck, ClarifyCheck -> true;
            default -> false;
        };
    }

    /** The kind in the ARN of what is made; empty when nothing is. */
    String arnKind() {
        return arnKind;
    }

    /** The one key of the step's Metadata in the service's answers. */
    String metadataKey() {
        return metadataKey;
    }

    /** The API operations whose answers are the step's properties; none: not checked. */
    List<String> describes() {
        return describes;
    }

    /** The step-level members beside the envelope. */
    Set<String> fields() {
        return fields;
    }

    boolean knows(String member) {
        return ENVELOPE.contains(member) || fields.contains(member);
    }

    /** All step-level members. */
    List<String> members() {
        return Stream.concat(ENVELOPE.stream(), fields.stream()).sorted().toList();
    }

    /** Whether the step's own outputs are what it declares under OutputParameters. */
    boolean declaresOutputs() {
        return this == Lambda || this == Callback;
    }

    /** Whether it runs here without a handler of the user's. */
    boolean runsHere() {
        return !resource.startsWith("step:");
    }

    /** Whether the service caches such a step. */
    boolean cacheable() {
        return switch (this) {
            case Processing, Training, Tuning, AutoML, Transform, ClarifyCheck, QualityCheck, EMR, Lambda, Callback, EndpointConfig, Endpoint -> true;
            default -> false;
        };
    }
}
