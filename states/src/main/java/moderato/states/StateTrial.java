package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import moderato.kernel.PersistentVector;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import org.jspecify.annotations.Nullable;

/** One state on trial: runs it in a frame of its own, answers what it asks outside by the mock, and tells what happened inside. */
final class StateTrial {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NAME = "test";

    private final TestState.Found found;
    private final JsonNode input;
    private final JsonNode variables;
    private final TestMock mock;
    private final JsonNode configuration;
    private final Frame frame;
    private final Inspection inspection = new Inspection();
    private @Nullable Failure failure;

    StateTrial(TestState.Found found, JsonNode input, JsonNode variables, Optional<JsonNode> context, TestMock mock,
            JsonNode configuration) {
        this.found = found;
        this.input = input;
        this.variables = variables;
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
        if (!variables.isEmpty()) {
            inspection.put("variables", variables);
        }
        try {
            run(found.state());
        } catch (StatesErrorException e) {
            failure = Failure.of(e.error(), e.inState(found.state().head().name(), frame.entered()).cause());
            Recovery.from(frame, e);
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
            case MapState map -> map(map);
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
            case FailState fail -> {
                fail.begin(frame);
                failure = frame.failure();
            }
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
            JsonNode made = flow.arguments(scope, effective);
            if (pass.result().isPresent()) {
                inspection.put("result", pass.result().get());
            } else {
                inspection.put("afterInputPath", effective);
                inspection.put("afterParameters", made);
            }
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

    private void map(MapState map) {
        EvaluationScope scope = frame.scope();
        DataFlow flow = map.head().flow();
        JsonNode effective = flow.input(scope);
        EvaluationScope seen = scope.withInput(effective);
        if (flow instanceof JsonPathFlow) {
            inspection.put("afterInputPath", effective);
        }
        boolean read = map.distribution().flatMap(Distribution::reader).isPresent();
        if (read && !configuration.has("mapItemReaderData")) {
            throw new TestState.RefusedException(TestState.VALIDATION,
                    "ItemReader data must be specified when testing a Map state with ItemReader specified.");
        }
        int failed = configuration.path("mapIterationFailureCount").asInt(0);
        if (!read) {
            ArrayNode items = MapItems.of(map.items(), flow.isJsonata(), seen);
            if (flow instanceof JsonPathFlow) {
                inspection.put("afterItemsPath", items);
            }
            if (failed > items.size()) {
                throw new TestState.RefusedException(TestState.VALIDATION,
                        "Map iteration failure count must be less than or equal to the number of Map iterations.");
            }
            map.selector().ifPresent(selector -> inspection.put("afterItemSelector", selected(map, effective, items)));
            map.distribution().flatMap(Distribution::batcher)
                    .ifPresent(batcher -> inspection.put("afterItemBatcher", batches(map, batcher, effective, items)));
        }
        inspection.put("maxConcurrency", number(map.concurrency().map(field -> (double) field.integer(seen)).orElse(0.0)));
        Optional<Distribution> distribution = map.distribution();
        Optional<Double> count = distribution.flatMap(Distribution::toleratedCount).map(field -> (double) field.integer(seen));
        Optional<Double> share = distribution.flatMap(Distribution::toleratedPercentage).map(field -> field.decimal(seen));
        count.ifPresent(value -> inspection.put("toleratedFailureCount", number(value)));
        share.ifPresent(value -> inspection.put("toleratedFailurePercentage", JsonNodeFactory.instance.numberNode((double) value)));
        int size = mock.result().map(JsonNode::size).orElse(0);
        boolean tooMany = count.filter(value -> failed > value).isPresent() || share.filter(value -> failed * 100.0 > value * size).isPresent();
        if (tooMany && mock.failure().isEmpty()) {
            fail(MapRuns.TOO_MANY_FAILED);
            return;
        }
        finish(map.head(), scope);
    }

    private ArrayNode selected(MapState map, JsonNode effective, ArrayNode items) {
        ArrayNode selected = JsonNodeFactory.instance.arrayNode(items.size());
        for (int i = 0; i < items.size(); i++) {
            selected.add(map.select(frame, effective, new MapItem(i, items.path(i))));
        }
        return selected;
    }

    /** The batches with their items as text, which is how the service shows them. */
    private ArrayNode batches(MapState map, ItemBatcher batcher, JsonNode effective, ArrayNode items) {
        MapRun run = new MapRun(effective, "", PackedJson.all(items), 0, new MapRun.Limits(0, -1, -1), PersistentVector.empty(), 0, 0, List.of(), Optional.empty());
        ArrayNode batches = JsonNodeFactory.instance.arrayNode();
        for (int from = 0; from < items.size();) {
            ItemBatcher.Batch batch = batcher.take(map, frame, run, from);
            ObjectNode shown = ((ObjectNode) batch.input()).deepCopy();
            ArrayNode texts = shown.putArray("Items");
            batch.input().path("Items").forEach(item -> texts.add(item.toString()));
            batches.add(shown);
            from += batch.items();
        }
        return batches;
    }

    private static JsonNode number(double value) {
        return JsonNodeFactory.instance.numberNode((long) value);
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

    /** What the inspection levels DEBUG and TRACE show; documents are text, as in the service's response. */
    private static final class Inspection {

        private final ObjectNode data = JsonNodeFactory.instance.objectNode();

        void put(String field, JsonNode value) {
            if (value.isNumber()) {
                data.set(field, value);
            } else {
                data.put(field, value.toString());
            }
        }

        void details(ObjectNode details) {
            data.set("errorDetails", details);
        }

        ObjectNode toJson() {
            return data;
        }
    }
}
