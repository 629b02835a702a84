package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moderato.kernel.Definition;
import moderato.kernel.Engine;
import moderato.kernel.EngineException;
import moderato.kernel.ForwardingContext;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;

/**
 * SageMaker as state machines call it: {@code arn:aws:states:::sagemaker:createTrainingJob.sync}, and every operation as
 * {@code arn:aws:states:::aws-sdk:sagemaker:describeTrainingJob}.
 *
 * <p>With {@code .sync} the job is the task: it ends when the job ends, and stopping one stops the other. Without, the job becomes a run of its
 * own, of one state and with the job's name, so that it is kept, shown, stopped and taken up after a crash like any other.
 */
public final class SageMakerHandler implements TaskHandlers {

    private static final Pattern RESOURCE = Pattern.compile("arn:[^:]*:states:[^:]*:[^:]*:(aws-sdk:)?sagemaker:([A-Za-z]+)(\\.sync)?");
    private static final Pattern CREATE = Pattern.compile("create(TrainingJob|ProcessingJob|TransformJob|HyperParameterTuningJob)");
    private static final Pattern STOP = Pattern.compile("stop(TrainingJob|ProcessingJob|TransformJob|HyperParameterTuningJob)");
    private static final Map<String, String> WORK = Map.of("TrainingJob", "job:training", "ProcessingJob", "job:processing", "TransformJob", "job:transform", "HyperParameterTuningJob",
            "job:tuning");

    private final TaskHandlers work;
    private final SageMakerOperations operations;
    private final Supplier<Engine> engine;

    /**
     * @param work does jobs, as pipelines ask for them ({@code job:training}, {@code model:create}, ...)
     * @param operations answers everything else, and reserves the names of jobs
     * @param engine runs what nobody waits for
     */
    public SageMakerHandler(TaskHandlers work, SageMakerOperations operations, Supplier<Engine> engine) {
        this.work = work;
        this.operations = operations;
        this.engine = engine;
    }

    @Override
    public Optional<TaskHandler> find(String resource) {
        Matcher matcher = RESOURCE.matcher(resource);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean sdk = matcher.group(1) != null;
        String operation = matcher.group(2);
        boolean sync = matcher.group(3) != null;
        return Optional.of((payload, context) -> {
            ServiceAnswer answers = new ServiceAnswer(sdk, context);
            try {
                return call(operation, sync, payload.isObject() ? (ObjectNode) payload : JsonNodeFactory.instance.objectNode(), context, answers);
            } catch (Refused refused) {
                throw refused.failure;
            } catch (TaskFailedException e) {
                throw answers.refusal(e);
            }
        });
    }

    private JsonNode call(String operation, boolean sync, ObjectNode request, TaskContext context, ServiceAnswer answers) throws TaskFailedException, InterruptedException, Refused {
        Matcher create = CREATE.matcher(operation);
        if (create.matches()) {
            return create(create.group(1), sync, request, context, answers);
        }
        Matcher stop = STOP.matcher(operation);
        if (stop.matches()) {
            return stop(stop.group(1), request, answers);
        }
        if (operation.equals("createModel")) {
            String arn = "arn:aws:sagemaker:us-east-1:000000000000:model/" + request.path("ModelName").asText().toLowerCase(java.util.Locale.ROOT);
            worker("model:create").handle(payload(request, arn), context);
            return answers.of(JsonNodeFactory.instance.objectNode().put("ModelArn", arn));
        }
        ObjectNode answer = operate(operation, request, context);
        return sync && operation.equals("startPipelineExecution") ? await(answer, context, answers) : answers.of(answer);
    }

    private ObjectNode operate(String operation, JsonNode request, TaskContext context) throws TaskFailedException {
        return operations.call(operation, request, context)
                .orElseThrow(() -> new TaskFailedException("UnknownOperationException", "the operation sagemaker:" + operation + " is not done here; it needs AWS"));
    }

    private JsonNode create(String kind, boolean sync, ObjectNode request, TaskContext context, ServiceAnswer answers) throws TaskFailedException, InterruptedException, Refused {
        ObjectNode created = operate("create" + kind, request, context);
        String arn = created.path(kind + "Arn").asText();
        if (!sync) {
            start(kind, payload(request, arn), context);
            return answers.of(created);
        }
        ObjectNode name = JsonNodeFactory.instance.objectNode().put(kind + "Name", request.path(kind + "Name").asText());
        ObjectNode before = operate("describe" + kind, name, context);
        if (!before.path(kind + "Status").asText().matches("Completed|Failed")) {
            context.submitted(answers.of(created));
            try {
                worker(WORK.getOrDefault(kind, "")).handle(payload(request, arn), new Unsubmitted(context));
            } catch (TaskFailedException failed) {
                ObjectNode after = operate("describe" + kind, name, context);
                if (!after.path(kind + "Status").asText().equals("Failed")) {
                    after.put(kind + "Status", "Failed").put("FailureReason", failed.explanation());
                }
                throw new Refused(answers.failure(after));
            }
        }
        ObjectNode description = operate("describe" + kind, name, context);
        if (!description.path(kind + "Status").asText().equals("Completed")) {
            throw new Refused(answers.failure(description));
        }
        return answers.described(description);
    }

    private void start(String kind, ObjectNode payload, TaskContext context) throws TaskFailedException {
        String machine = "{\"Comment\":\"A job that a state machine started and does not wait for\",\"StartAt\":\"" + kind + "\",\"States\":{\"" + kind + "\":{\"Type\":\"Task\",\"Resource\":\""
                + WORK.get(kind) + "\",\"End\":true}}}";
        RunIdentity run = identity(kind, payload.path("Request").path(kind + "Name").asText(), context.run().role());
        try {
            engine.get().start(new StartRequest(Definition.of("states", machine), run, payload, context.settings()));
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.RUN_EXISTS) {
                throw new TaskFailedException("InternalServerError", String.valueOf(e.getMessage()));
            }
        }
    }

    private JsonNode stop(String kind, ObjectNode request, ServiceAnswer answers) throws TaskFailedException {
        String name = request.path(kind + "Name").asText();
        try {
            engine.get().stop(identity(kind, name, "").id(), Optional.empty(), Optional.of("stopped by stop" + kind));
        } catch (EngineException e) {
            throw new TaskFailedException("ValidationException", "The job '" + name + "' is not one that runs by itself: " + e.getMessage());
        }
        return answers.of(JsonNodeFactory.instance.objectNode());
    }

    private static RunIdentity identity(String kind, String name, String role) {
        String machine = "sagemaker-" + kind;
        String prefix = "arn:aws:states:us-east-1:000000000000:";
        return new RunIdentity(prefix + "execution:" + machine + ":" + name, name, machine, prefix + "stateMachine:" + machine, role);
    }

    private JsonNode await(ObjectNode started, TaskContext context, ServiceAnswer answers) throws TaskFailedException, InterruptedException, Refused {
        String arn = started.path("PipelineExecutionArn").asText();
        context.submitted(answers.of(started.deepCopy()));
        Outcome outcome;
        try {
            outcome = engine.get().await(arn);
        } catch (InterruptedException cancelled) {
            if (context.cancelled()) {
                engine.get().stop(arn, Optional.empty(), Optional.of("the execution that started this one no longer waits for it"));
            }
            throw cancelled;
        }
        ObjectNode description = operate("describePipelineExecution", JsonNodeFactory.instance.objectNode().put("PipelineExecutionArn", arn), context);
        if (!(outcome instanceof Outcome.Succeeded)) {
            throw new Refused(answers.failure(description));
        }
        return answers.described(description);
    }

    private TaskHandler worker(String resource) throws TaskFailedException {
        return work.find(resource).orElseThrow(() -> new TaskFailedException("UnknownOperationException", "nothing here does " + resource));
    }

    private static ObjectNode payload(ObjectNode request, String arn) {
        return JsonNodeFactory.instance.objectNode().put("Arn", arn).set("Request", request);
    }

    /** A failure that is already in the form that a state machine sees. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        private final transient TaskFailedException failure;

        Refused(TaskFailedException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** The task of a job for which the submission was told already, in the service's own form. */
    private record Unsubmitted(TaskContext task) implements ForwardingContext {
        @Override
        public void submitted(JsonNode output) {
            task.heartbeat();
        }
    }
}
