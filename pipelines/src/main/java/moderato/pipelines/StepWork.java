package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import moderato.kernel.Command;
import moderato.kernel.Outcome;

/**
 * One step's way through its phases: read values, ask the cache ({@link CacheWork}), do the work, rest and try again, tell the cache.
 */
final class StepWork {

    private static final String READ = "read";
    private static final String WORK = "work";
    private static final String REST = "rest";
    private static final String STOP = "stop";

    private final Execution execution;
    private final CacheWork cache;

    StepWork(Execution execution) {
        this.execution = execution;
        this.cache = new CacheWork(execution);
    }

    /** Begins a step that may start. */
    void begin(Node node) {
        execution.put(node.number(), enter(node).change(draft -> draft.phase(StepPhase.READING).order(execution.nextOrder()).began(execution.now()).retries(0)
                .failure("").properties(new Recall(execution).keepsProperties(node) ? execution.state(node.number()).properties() : StepState.NOTHING).reads(StepState.NOTHING).digests(StepState.NOTHING)));
        execution.history().step(node);
        advance(node);
    }

    /** The state with a new entry, and with a new name for what the step makes. */
    private StepState enter(Node node) {
        StepState entered = execution.state(node.number()).change(draft -> draft.entry(execution.state(node.number()).entry() + 1).job(""));
        Map<String, Expression> members = node.step().arguments() instanceof Expression.ObjectOf(var all) ? all : Map.of();
        // A version in a group has a number instead of a name.
        if (!node.step().type().namesItself() || members.containsKey("ModelPackageGroupName")) {
            return entered;
        }
        String base = members.get(node.step().type().nameMember()) instanceof Expression name ? base(node, name) : "";
        String job = Ids.job(execution.run(), base, node.name(), execution.seed(), StepPath.of(node, entered, WORK));
        return entered.change(draft -> draft.job(job));
    }

    private String base(Node node, Expression name) {
        try {
            return Values.text(execution.values(node).of(name));
        } catch (EvaluationException e) {
            return "";
        }
    }

    /** Goes on from the values it has: asks for those that are missing, or does what the step is there for. */
    private void advance(Node node) {
        try {
            if (askForValues(node)) {
                return;
            }
            switch (node.step().body()) {
                case Step.Choice(List<Condition> conditions, List<String> ifSteps, List<String> elseSteps) -> {
                    boolean holds = new ConditionEvaluator(execution.values(node)).all(conditions);
                    succeed(node, JsonNodeFactory.instance.objectNode().put("Outcome", holds));
                }
                case Step.Loop loop -> new LoopWork(execution).begin(node, loop);
                case Step.Work _ when node.step().type() == StepType.Fail -> fail(node);
                case Step.Work _ -> lookIntoCache(node);
            }
        } catch (EvaluationException e) {
            execution.end(node, StepPhase.FAILED, StepState.NOTHING, e.reason());
        }
    }

    private void fail(Node node) {
        Expression message = node.step().arguments() instanceof Expression.ObjectOf(var members) ? members.getOrDefault("ErrorMessage", new Expression.Literal(
                JsonNodeFactory.instance.textNode(""))) : node.step().arguments();
        String text = Values.text(execution.values(node).of(message));
        execution.end(node, StepPhase.FAILED, JsonNodeFactory.instance.objectNode().put("ErrorMessage", text), text);
    }

    private boolean askForValues(Node node) {
        Values values = execution.values(node);
        List<Expression> reads = execution.plan().reads(node.template());
        StepState state = execution.state(node.number());
        ObjectNode asked = Json.over(state.reads(), StepState.NOTHING);
        for (int read = 0; read < reads.size(); read++) {
            if (!asked.has(String.valueOf(read))) {
                String path = reads.get(read) instanceof Expression.PropertyFileGet file ? file.path() : ((Expression.ObjectGet) reads.get(read)).path();
                asked.putObject(String.valueOf(read));
                ObjectNode payload = JsonNodeFactory.instance.objectNode().put("StepName", node.name()).put("S3Uri", values.uri(reads.get(read))).put("Path", path);
                ask(node, READ, "." + read, "json:get", payload, Optional.empty());
            }
        }
        if (reads.isEmpty()) {
            return false;
        }
        execution.put(node.number(), state.change(draft -> draft.reads(asked)));
        return Stream.iterate(0, read -> read + 1).limit(reads.size()).anyMatch(read -> !execution.values(node).isRead(read));
    }

    private void ask(Node node, String what, String suffix, String resource, ObjectNode payload, Optional<String> token) {
        execution.command(new Command.StartTask(StepPath.of(node, execution.state(node.number()), what) + suffix, resource, payload,
                what.equals(WORK) && node.step().type() == StepType.Lambda ? Optional.of(Request.LAMBDA_TIMEOUT) : Optional.empty(), Optional.empty(), token));
    }

    private Request request(Node node) {
        return Request.of(execution.plan(), node.step(), execution.values(node));
    }

    private void lookIntoCache(Node node) {
        Request request = Request.checked(execution.plan(), node.step(), execution.values(node));
        if (!cache.asked(node, request)) {
            workUnlessRecalling(node, request);
        }
    }

    private void workUnlessRecalling(Node node, Request request) {
        if (!new Recall(execution).of(node, request)) {
            startWork(node, request);
        }
    }

    private void move(Node node, StepPhase phase) {
        execution.put(node.number(), execution.state(node.number()).in(phase));
    }

    private void startWork(Node node, Request request) {
        move(node, StepPhase.WORKING);
        StepState state = execution.state(node.number());
        if (node.step().type() == StepType.Callback) {
            String token = Ids.token(execution.run(), execution.seed(), StepPath.of(node, state, WORK));
            execution.put(node.number(), state.change(draft -> draft.job(token)));
            execution.history().step(node);
            ask(node, WORK, "", node.step().type().resource(), request.message(execution.run(), node.name(), token, "Executing"), Optional.of(token));
            return;
        }
        ObjectNode payload = request.payload(execution.run(), node.name(), state.job(), execution.values(node), execution.plan());
        if (node.step().type() == StepType.Cleanup) {
            payload.set("Sources", sources(request));
        }
        if (!state.job().isEmpty() && (cache.serves(node) || !execution.plan().reads(node.template()).isEmpty())) {
            execution.history().step(node);
        }
        ask(node, WORK, "", node.step().type().resource(), payload, Optional.empty());
    }

    private ObjectNode sources(Request request) {
        ObjectNode sources = JsonNodeFactory.instance.objectNode();
        for (JsonNode resource : request.arguments().path("Resources").path("S3")) {
            String name = resource.path("StepName").asText();
            int number = execution.plan().number(name);
            if (number >= 0) {
                StepState state = execution.state(number);
                sources.putObject(name).put("StepType", execution.plan().step(number).type().name()).put("Status", state.phase().status())
                        .set("Properties", state.properties());
            }
        }
        return sources;
    }

    /** Takes the outcome of something the step asked for; false when it does not wait for that. */
    boolean ended(Node node, StepPath path, Outcome outcome) {
        StepState state = execution.state(node.number());
        if (path.entry() != state.entry()) {
            return false;
        }
        return switch (path.what()) {
            case READ -> state.phase() == StepPhase.READING && read(node, path.number(), outcome);
            case CacheWork.DIGEST -> state.phase() == StepPhase.DIGESTING && digested(node, outcome);
            case CacheWork.FIND -> state.phase() == StepPhase.FINDING && found(node, outcome);
            case WORK -> state.phase() == StepPhase.WORKING && worked(node, outcome);
            case CacheWork.KEEP -> state.phase() == StepPhase.KEEPING && kept(node);
            default -> false;
        };
    }

    private boolean read(Node node, int read, Outcome outcome) {
        StepState state = execution.state(node.number());
        if (!(outcome instanceof Outcome.Succeeded(JsonNode answer)) || !answer.has("Value")) {
            execution.end(node, StepPhase.FAILED, StepState.NOTHING, Failure.of(outcome).reason());
            return true;
        }
        if (!state.reads().path(String.valueOf(read)).isEmpty()) {
            return false;
        }
        execution.put(node.number(), state.change(draft -> draft.reads(Json.with(state.reads(), String.valueOf(read), answer))));
        advance(node);
        return true;
    }

    private boolean digested(Node node, Outcome outcome) {
        cache.digested(node, outcome);
        advance(node);
        return true;
    }

    private boolean found(Node node, Outcome outcome) {
        Optional<JsonNode> properties = cache.hit(node, outcome);
        if (properties.isPresent()) {
            succeed(node, properties.get());
            return true;
        }
        try {
            Request request = request(node);
            cache.missed(node, request, outcome);
            workUnlessRecalling(node, request);
        } catch (EvaluationException e) {
            execution.end(node, StepPhase.FAILED, StepState.NOTHING, e.reason());
        }
        return true;
    }

    private boolean worked(Node node, Outcome outcome) {
        boolean stopping = execution.phase() == PipelineRun.Phase.STOPPING;
        try {
            if (!(outcome instanceof Outcome.Succeeded(JsonNode answer))) {
                if (stopping || !new Recall(execution).after(Failure.of(outcome), node, request(node))) {
                    failed(node, EmptyOutput.explain(execution, node, Failure.of(outcome)), stopping);
                }
                return true;
            }
            Request request = request(node);
            StepAnswer given = new StepAnswer(execution, node, answer);
            JsonNode properties = given.properties(request);
            String status = given.status();
            if (status.equals("Failed")) {
                failed(node, new Failure(answer.path("FailureReason").asText("Failed").replaceFirst(":.*", ""), answer.path("FailureReason").asText("")), stopping);
            } else if (status.equals("Stopped") || stopping && node.step().type().declaresOutputs()) {
                execution.end(node, StepPhase.STOPPED, properties, answer.path("FailureReason").asText(""));
            } else if (!cache.serves(node)) {
                succeed(node, properties);
            } else {
                cache.keep(node, request, properties);
            }
        } catch (EvaluationException e) {
            execution.end(node, StepPhase.FAILED, StepState.NOTHING, e.reason());
        }
        return true;
    }

    private boolean kept(Node node) {
        succeed(node, execution.state(node.number()).properties());
        return true;
    }

    private void succeed(Node node, JsonNode properties) {
        execution.end(node, StepPhase.SUCCEEDED, properties, "");
    }

    private void failed(Node node, Failure failure, boolean stopping) {
        StepState state = execution.state(node.number());
        Optional<Instant> next = stopping ? Optional.empty() : policy(node.step(), failure.error()).flatMap(
                policy -> policy.next(state.retries(), state.began(), execution.now()));
        if (next.isPresent()) {
            execution.put(node.number(), state.change(draft -> draft.phase(StepPhase.RESTING).failure(failure.reason())));
            execution.command(new Command.StartTimer(StepPath.of(node, state, REST), next.get()));
            execution.history().step(node);
            return;
        }
        execution.end(node, failure.stopped() ? StepPhase.STOPPED : StepPhase.FAILED, StepState.NOTHING, failure.reason());
    }

    /** The policy for an error: the first of the step's own that is for it, else what every step has. */
    private static Optional<RetryPolicy> policy(Step step, String error) {
        boolean ignored = (step.type() == StepType.Tuning || step.type() == StepType.AutoML)
                && RetryPolicy.exceptionType(error).equals("SageMaker.JOB_INTERNAL_ERROR");
        return Stream.concat(step.retries().stream(), Stream.of(RetryPolicy.DEFAULT)).filter(policy -> !ignored && policy.matches(error)).findFirst();
    }

    /** The wait before the next attempt is over. */
    boolean woken(Node node, StepPath path) {
        StepState state = execution.state(node.number());
        if (state.phase() != StepPhase.RESTING || path.entry() != state.entry() || !path.what().equals(REST)) {
            return false;
        }
        execution.put(node.number(), enter(node).change(draft -> draft.retries(state.retries() + 1).failure("")));
        try {
            startWork(node, request(node));
            execution.history().step(node);
        } catch (EvaluationException e) {
            execution.end(node, StepPhase.FAILED, StepState.NOTHING, e.reason());
        }
        return true;
    }

    /** The execution stops: jobs are told to, and are waited for, as functions and callbacks are. */
    void stop(Node node) {
        StepState state = execution.state(node.number());
        switch (state.phase()) {
            case RESTING -> {
                execution.command(new Command.CancelTimer(StepPath.of(node, state, REST)));
                execution.end(node, StepPhase.STOPPED, StepState.NOTHING, "");
            }
            case READING -> {
                state.reads().properties().stream().filter(read -> read.getValue().isEmpty()).forEach(
                        read -> execution.command(new Command.CancelTask(StepPath.of(node, state, READ) + "." + read.getKey())));
                execution.end(node, StepPhase.STOPPED, StepState.NOTHING, "");
            }
            case DIGESTING -> cancel(node, state, CacheWork.DIGEST);
            case FINDING -> cancel(node, state, CacheWork.FIND);
            case WORKING -> stopWork(node, state);
            case KEEPING, LOOPING, WAITING, READY, SUCCEEDED, FAILED, STOPPED, SKIPPED -> {
            }
        }
    }

    private void stopWork(Node node, StepState state) {
        String resource = node.step().type().resource();
        if (resource.startsWith("job:") || resource.startsWith("step:")) {
            execution.command(new Command.StopTask(StepPath.of(node, state, WORK)));
            execution.history().step(node);
        } else if (node.step().type() == StepType.Callback) {
            ask(node, STOP, "", resource, request(node).message(execution.run(), node.name(), state.job(), "Stopping"), Optional.empty());
            execution.history().step(node);
        }
    }

    private void cancel(Node node, StepState state, String what) {
        execution.command(new Command.CancelTask(StepPath.of(node, state, what)));
        execution.end(node, StepPhase.STOPPED, StepState.NOTHING, "");
    }
}
