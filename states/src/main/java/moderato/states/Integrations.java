package moderato.states;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import moderato.kernel.NearestName;

/** The resources that a Task may name. */
final class Integrations {

    private static final Pattern LAMBDA = Pattern
            .compile("arn:[^:]*:lambda:[^:]*:[^:]*:function:(?:[A-Za-z0-9_-]+|<[^<>]+>)(:(\\$LATEST|[A-Za-z0-9_-]+))?");
    private static final Pattern ACTIVITY = Pattern.compile("arn:[^:]*:states:[^:]*:[^:]*:activity:.+");
    private static final Pattern STATES = Pattern.compile("arn:[^:]*:states:[^:]*:[^:]*:([^:]+):(.+)");

    /**
     * The optimised integrations by service: the action, and behind a colon the patterns it has beside request and response, s for
     * {@code .sync}, 2 for {@code .sync:2}, t for {@code .waitForTaskToken}. From the service's guide to integrations; those of SageMaker
     * that describe, list and register, and those of pipelines, have their names from its API.
     */
    private static final Map<String, Map<String, String>> OPTIMISED = Map.ofEntries(service("lambda", "invoke:t"),
            service("batch", "submitJob:s"), service("dynamodb", "getItem putItem deleteItem updateItem"), service("ecs", "runTask:st"),
            service("sns", "publish:t"), service("sqs", "sendMessage:t"), service("glue", "startJobRun:s"),
            service("sagemaker",
                    "createEndpoint createEndpointConfig createHyperParameterTuningJob:s createLabelingJob:s createModel "
                            + "createProcessingJob:s createTrainingJob:s createTransformJob:s updateEndpoint "
                            + "createModelPackage createModelPackageGroup updateModelPackage describeModelPackage listModelPackages "
                            + "describeTrainingJob describeProcessingJob describeTransformJob describeHyperParameterTuningJob describeModel "
                            + "listTrainingJobs listProcessingJobs listTransformJobs listHyperParameterTuningJobs listModels "
                            + "listTrainingJobsForHyperParameterTuningJob stopTrainingJob stopProcessingJob stopTransformJob "
                            + "stopHyperParameterTuningJob startPipelineExecution:s describePipelineExecution listPipelineExecutionSteps "
                            + "stopPipelineExecution"),
            service("elasticmapreduce",
                    "createCluster:s setClusterTerminationProtection terminateCluster:s addStep:s cancelStep "
                            + "modifyInstanceFleetByName modifyInstanceGroupByName"),
            service("emr-containers", "createVirtualCluster deleteVirtualCluster:s startJobRun:s"),
            service("emr-serverless", "createApplication:s startApplication:s stopApplication:s deleteApplication:s startJobRun:s "
                    + "cancelJobRun:s"),
            service("codebuild", "startBuild:s stopBuild batchDeleteBuilds batchGetReports startBuildBatch:s stopBuildBatch:s "
                    + "deleteBuildBatch retryBuildBatch:s"),
            service("athena", "startQueryExecution:s stopQueryExecution getQueryExecution getQueryResults"),
            service("eks", "createCluster:s deleteCluster:s createFargateProfile:s deleteFargateProfile:s createNodegroup:s "
                    + "deleteNodegroup:s runJob:s call"),
            service("apigateway", "invoke:t"), service("databrew", "startJobRun:s"), service("events", "putEvents:t"),
            service("states", "startExecution:s2t"), service("bedrock", "invokeModel createModelCustomizationJob:s"),
            service("mediaconvert", "createJob:s"), service("http", "invoke"));

    /** What a resource turns out to be. */
    enum Kind {
        /** An activity, whose workers ask for tasks. */
        ACTIVITY,
        /** An optimised integration with a service. */
        OPTIMISED,
        /** Any action of any service, by {@code aws-sdk}. */
        SDK,
        /** A function. */
        FUNCTION,
        /** Another ARN or URI, or a plain name: known to whoever handles it. */
        OTHER,
        /** An integration that does not exist. */
        UNRECOGNISED,
        /** Nothing that could name a resource. */
        INVALID
    }

    private Integrations() {
    }

    private static Map.Entry<String, Map<String, String>> service(String name, String actions) {
        return Map.entry(name, Arrays.stream(actions.split(" ")).map(action -> (action + ":").split(":", -1))
                .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1])));
    }

    static Kind kind(String resource) {
        if (Placeholders.in(resource)) {
            return Kind.OTHER;
        }
        if (ACTIVITY.matcher(resource).matches()) {
            return Kind.ACTIVITY;
        }
        if (resource.matches("arn:[^:]*:lambda:[^:]*:[^:]*:function:.*")) {
            return LAMBDA.matcher(resource).matches() ? Kind.FUNCTION : Kind.INVALID;
        }
        var states = STATES.matcher(resource);
        if (states.matches()) {
            return integration(states.group(1), states.group(2));
        }
        return resource.matches("[A-Za-z][A-Za-z0-9+.-]*:.+|[A-Za-z_][A-Za-z0-9_-]*|<[^<>]+>") ? Kind.OTHER : Kind.INVALID;
    }

    private static Kind integration(String service, String call) {
        if (service.equals("aws-sdk")) {
            return call.matches("[A-Za-z0-9]+:[a-z][A-Za-z0-9]*(\\.waitForTaskToken)?") ? Kind.SDK : Kind.UNRECOGNISED;
        }
        int dot = call.indexOf('.');
        String action = dot < 0 ? call : call.substring(0, dot);
        String patterns = OPTIMISED.getOrDefault(service, Map.of()).get(action);
        if (patterns == null) {
            return Kind.UNRECOGNISED;
        }
        String wanted = dot < 0 ? "" : switch (call.substring(dot)) {
            case ".sync" -> "s";
            case ".sync:2" -> "2";
            case ".waitForTaskToken" -> "t";
            default -> "?";
        };
        return patterns.contains(wanted) ? Kind.OPTIMISED : Kind.UNRECOGNISED;
    }

    /** {@code ; did you mean 'X'?} for an integration that does not exist, or nothing where none is near. */
    static String suggestion(String resource) {
        int call = resource.indexOf(":::") + 3;
        List<String> known = new ArrayList<>();
        OPTIMISED.forEach((service, actions) -> actions.forEach((action, patterns) -> {
            known.add(service + ":" + action);
            patterns.chars().forEach(pattern -> known.add(service + ":" + action + (pattern == 's' ? ".sync" : pattern == '2' ? ".sync:2" : ".waitForTaskToken")));
        }));
        known.sort(null);
        return call < 3 ? "" : NearestName.of(resource.substring(call), known)
                .map(name -> "; did you mean '%s'?".formatted(resource.substring(0, call) + name)).orElse("");
    }

    /** The resources that an ItemReader may have, behind the partition. */
    static final Set<String> READERS = Set.of("s3:getObject", "s3:listObjectsV2");

    /** The resource that a ResultWriter may have, behind the partition. */
    static final Set<String> WRITERS = Set.of("s3:putObject");

    static boolean isOneOf(String resource, Set<String> calls) {
        return Placeholders.in(resource) || calls.stream().anyMatch(call -> resource.matches("arn:[^:]+:states:::" + call));
    }
}
