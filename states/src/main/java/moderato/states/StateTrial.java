package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.Event;
import moderato.kernel.Outcome;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import org.jspecify.annotations.Nullable;

/** One state on trial: runs it in a frame of its own, answers what it asks outside by the mock, and tells what happened inside. */
final class StateTrial {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NAME = "test";

    private final TestState.Found found;
    private final JsonNode input;
    private final TestMock mock;
    private final JsonNode configuration;
    private final Frame frame;
    private final Inspection inspection = new Inspection();
    private @Nullable Failure failure;

    StateTrial(TestState.Found found, JsonNode input, JsonNode variables, Optional<JsonNode> context, TestMock mock,
            JsonNode configuration) {
        this.found = found;
        this.input = input;
        this.mock = mock;
        this.configuration = configuration;
        Event.Started started = new Event.Started(NOW, 0, identity(), input);
        RunState born = new RunState(identity(), NOW, input, 0, 0, Branch.UNBORN, List.of(), Optional.empty());
        Turn turn = new Turn(started, born, StatesProgram.Options.UNBOUNDED, Recorder.NONE);
        turn.pretend(context.orElseGet(this::ownContext));
        Map<String, JsonNode> visible = new LinkedHashMap<>();
        variables.properties().forEach(variable -> visible.put(variable.getKey(), variable.getValue()));
        this.frame = new Frame(turn, found.machine(), "", Optional.empty(), visible, 0);
    }

    private static RunIdentity identity() {
        String arn = "arn:aws:states:us-east-1:111111111111:";
        return new RunIdentity(arn + "express:" + NAME + ":" + NAME, NAME, NAME, arn + "stateMachine:" + NAME,
                "arn:aws:iam::111111111111:role/" + NAME);
    }

    private JsonNode ownContext() {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        RunIdentity run = identity();
        ObjectNode execution = context.putObject("Execution").put("Id", run.id());
        execution.set("Input", input);
        execution.put("Name", run.name()).put("RoleArn", run.role()).put("StartTime", Turn.written(NOW));
        context.putObject("StateMachine").put("Id", run.definitionId()).put("Name", run.definitionName());
        ObjectNode state = context.putObject("State").put("Name", "StateName").put("EnteredTime", Turn.written(NOW));
        switch (found.state().head().kind()) {
            case TASK, MAP, PARALLEL -> state.put("RetryCount", 0);
            case PASS, CHOICE, WAIT, SUCCEED, FAIL -> {
            }
        }
        if (found.inMap()) {
            context.putObject("Map").putObject("Item").put("Index", 0).set("Value", input);
        }
        return context;
    }

    /** Runs the state and describes what came of it. */
    ObjectNode run(String level) {
        frame.attempt(found.place(), input, soFar());
        inspection.put("input", input);
        try {
            run(found.state());
        } catch (StatesErrorException e) {
            // An execution leads the cause in by the state and the event of its entry; here there is neither.
            fail(Failure.of(e.error(), e.cause()));
        }
        if (frame.progress() == Frame.Progress.FAILED) {
            failure = frame.failure();
        }
        return answer(level);
    }

    /** How often the retrier that the mocked error will meet is to have retried already. */
    private List<Integer> soFar() {
        int count = configuration.path("retrierRetryCount").asInt(0);
        int size = found.state().head().retriers().size();
        if (count == 0 || size == 0) {
            return List.of();
        }
        return new ArrayList<>(Collections.nCopies(size, count));
    }

    private void run(State state) {
        switch (state) {
            case TaskState task -> task(task);
            case MapState map -> new MapTrial(map, frame, inspection, configuration, mock).prepare().ifPresentOrElse(this::fail,
                    () -> finish(map.head(), frame.scope()));
            case ParallelState parallel -> parallel(parallel);
            case PassState pass -> pass(pass);
            case ChoiceState choice -> plain(choice);
            case SucceedState succeed -> plain(succeed);
            case WaitState wait -> {
                plain(wait);
                if (frame.progress() == Frame.Progress.RESTING) {
                    wait.proceed(frame, new Rest.Waiting(frame.visit()), new Event.TimerFired(NOW, 0, frame.path()));
                }
            }
            case FailState fail -> fail.begin(frame);
        }
    }

    private void plain(State state) {
        if (!state.head().flow().isJsonata()) {
            inspection.put("afterInputPath", state.head().flow().input(frame.scope()));
        }
        state.begin(frame);
    }

    private void pass(PassState pass) {
        if (pass.head().flow() instanceof JsonPathFlow flow) {
            EvaluationScope scope = frame.scope();
            JsonNode effective = flow.input(scope);
            if (pass.result().isEmpty()) {
                inspection.put("afterInputPath", effective);
            }
            JsonNode made = flow.arguments(scope, effective);
            pass.result().ifPresentOrElse(result -> inspection.put("result", result), () -> inspection.put("afterParameters", made));
            results(flow, scope, pass.result().orElse(made));
        }
        pass.begin(frame);
    }

    private void results(JsonPathFlow flow, EvaluationScope scope, JsonNode result) {
        JsonNode selected = flow.selected(scope, result);
        inspection.put("afterResultSelector", selected);
        inspection.put("afterResultPath", flow.placed(scope, selected));
    }

    private void task(TaskState task) {
        EvaluationScope scope = frame.scope();
        DataFlow flow = task.head().flow();
        JsonNode effective = flow.input(scope);
        if (flow instanceof JsonPathFlow) {
            inspection.put("afterInputPath", effective);
            inspection.put("afterParameters", flow.arguments(scope, effective));
        } else {
            inspection.put("afterArguments", flow.arguments(scope, effective));
        }
        task.begin(frame);
        Rest.Working working = new Rest.Working(frame.visit(), true, Optional.empty());
        if (mock.failure().isPresent()) {
            failure = mock.failure().get();
            Outcome failed = new Outcome.Failed(failure.error(), failure.cause());
            task.proceed(frame, working, new Event.TaskEnded(NOW, 0, frame.path(), failed, Optional.empty()));
            return;
        }
        JsonNode result = mock.result().orElseThrow(() -> new TestState.RefusedException(TestState.VALIDATION,
                "This Task calls outside; give a mock for what it would be answered."));
        inspection.put("result", result);
        if (flow instanceof JsonPathFlow paths) {
            results(paths, scope, result);
        }
        task.proceed(frame, working,
                new Event.TaskEnded(NOW, 0, frame.path(), new Outcome.Succeeded(result), Optional.empty()));
    }

    private void parallel(ParallelState parallel) {
        EvaluationScope scope = frame.scope();
        parallel.head().flow().arguments(scope, parallel.head().flow().input(scope));
        finish(parallel.head(), scope);
    }

    private void finish(StateHead head, EvaluationScope scope) {
        if (mock.failure().isPresent()) {
            fail(mock.failure().get());
            return;
        }
        JsonNode result = mock.result().orElseThrow();
        if (head.flow() instanceof JsonPathFlow flow) {
            results(flow, scope, result);
        }
        frame.leave(head.flow().leave(scope, result));
    }

    private void fail(Failure why) {
        failure = why;
        frame.fail(why);
    }

    private ObjectNode answer(String level) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        Failure why = failure;
        if (why != null) {
            why.describe(answer);
            details(why);
        }
        if (why != null && frame.progress() == Frame.Progress.FAILED && found.around().stream().anyMatch(outer -> isHandled(outer, why, answer))) {
            return shown(answer, level);
        }
        answer.put("status", switch (frame.progress()) {
            case FAILED -> "FAILED";
            case RESTING -> "RETRIABLE";
            case SUCCEEDED, RUNNING -> why == null ? "SUCCEEDED" : "CAUGHT_ERROR";
        });
        if (frame.progress() == Frame.Progress.SUCCEEDED || frame.progress() == Frame.Progress.RUNNING) {
            answer.put("output", frame.output().toString());
        }
        if (frame.progress() == Frame.Progress.RUNNING) {
            answer.put("nextState", found.names().get(frame.visit().state()));
        }
        return shown(answer, level);
    }

    private ObjectNode shown(ObjectNode answer, String level) {
        if (!level.equals("INFO")) {
            Map<String, JsonNode> variables = frame.scope().variables();
            if (!variables.isEmpty()) {
                inspection.put("variables", JsonNodeFactory.instance.objectNode().setAll(variables));
            }
            answer.set("inspectionData", inspection.toJson());
        }
        return answer;
    }

    /** Whether a state around this one retries or catches what it failed by; the answer then says so. */
    private boolean isHandled(TestState.Found outer, Failure why, ObjectNode answer) {
        StateHead head = outer.state().head();
        int soFar = configuration.path("retrierRetryCount").asInt(0);
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < head.retriers().size(); i++) {
            if (head.retriers().get(i).isFor(why)) {
                if (soFar < head.retriers().get(i).maxAttempts()) {
                    details.put("retryIndex", i).put("retryBackoffIntervalSeconds", Math.round(head.retriers().get(i).backoff(soFar)));
                    inspection.details(details);
                    answer.put("status", "RETRIABLE");
                    return true;
                }
                break;
            }
        }
        for (int i = 0; i < head.catchers().size(); i++) {
            Catcher catcher = head.catchers().get(i);
            if (catcher.isFor(why)) {
                inspection.details(details.put("catchIndex", i));
                answer.put("status", "CAUGHT_ERROR").put("nextState", outer.names().get(catcher.next()))
                        .put("output", catcher.flow().caught(frame.scope(), why.toErrorOutput()).output().toString());
                return true;
            }
        }
        return false;
    }

    private void details(Failure why) {
        StateHead head = found.state().head();
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < head.retriers().size(); i++) {
            if (head.retriers().get(i).isFor(why)) {
                details.put("retryIndex", i);
                if (frame.progress() == Frame.Progress.RESTING) {
                    int soFar = configuration.path("retrierRetryCount").asInt(0);
                    details.put("retryBackoffIntervalSeconds", Math.round(head.retriers().get(i).backoff(soFar)));
                }
                break;
            }
        }
        if (frame.progress() != Frame.Progress.RESTING && frame.progress() != Frame.Progress.FAILED) {
            for (int i = 0; i < head.catchers().size(); i++) {
                if (head.catchers().get(i).isFor(why)) {
                    details.put("catchIndex", i);
                    break;
                }
            }
        }
        if (!details.isEmpty()) {
            inspection.details(details);
        }
    }
}
