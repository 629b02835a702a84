package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import moderato.kernel.Engine;
import moderato.kernel.EngineException;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Outcome;
import moderato.kernel.RunListener;
import org.jspecify.annotations.Nullable;

/** Watches a moderation's run until it is over, or waits for a person. */
final class ModerationFollower implements RunListener {

    static final String DECIDE = "decide";
    static final String PUBLISH = "publish";
    static final String REVIEW = "review";

    private final Consumer<JsonNode> steps;
    private final boolean patient;
    private final CountDownLatch rest = new CountDownLatch(1);
    private final Map<String, JsonNode> over = new HashMap<>();
    private JsonNode failed = JsonNodeFactory.instance.objectNode();
    private @Nullable Outcome outcome;
    private String problem = "";

    private ModerationFollower(Consumer<JsonNode> steps, boolean patient) {
        this.steps = steps;
        this.patient = patient;
    }

    /**
     * Follows a run.
     *
     * @param steps is told every change of a step, as ListPipelineExecutionSteps shows it
     * @throws EngineException when the engine cannot go on with the run; says why
     */
    static ModerationEnd follow(Engine engine, String run, Consumer<JsonNode> steps) throws InterruptedException {
        return follow(engine, run, new ModerationFollower(steps, false));
    }

    /** Follows a run to its end: a person has answered, or will. */
    static ModerationEnd toItsEnd(Engine engine, String run) throws InterruptedException {
        return follow(engine, run, new ModerationFollower(step -> {
        }, true));
    }

    private static ModerationEnd follow(Engine engine, String run, ModerationFollower follower) throws InterruptedException {
        try (Engine.Following following = engine.follow(run, follower)) {
            follower.rest.await();
        }
        return follower.end();
    }

    @Override
    public synchronized void happened(long id, HistoryEvent event) {
        JsonNode step = event.toJson();
        if (!step.has("StepName")) {
            return;
        }
        steps.accept(step);
        String name = step.path("StepName").asText();
        switch (step.path("StepStatus").asText()) {
            case "Succeeded" -> over.put(name, step);
            case "Failed" -> failed = failed.isEmpty() ? step : failed;
            case "Executing" -> {
                failed = failed.path("StepName").asText().equals(name) ? JsonNodeFactory.instance.objectNode() : failed;
                String token = step.path("Metadata").path("Callback").path("CallbackToken").asText("");
                if (name.equals(REVIEW) && !token.isEmpty() && !patient) {
                    rest.countDown();
                }
            }
            default -> {
            }
        }
    }

    @Override
    public synchronized void ended(Outcome how) {
        outcome = how;
        rest.countDown();
    }

    @Override
    public synchronized void parked(String why) {
        problem = why;
        rest.countDown();
    }

    private synchronized ModerationEnd end() {
        if (!problem.isEmpty()) {
            throw new EngineException(EngineException.Kind.JOURNAL_FAILED, problem);
        }
        Optional<JsonNode> decided = Optional.ofNullable(over.getOrDefault(PUBLISH, over.get(DECIDE)));
        boolean fromCache = decided.filter(step -> step.has("CacheHitResult")).isPresent();
        if (outcome == null && decided.isPresent()) {
            return new ModerationEnd.Waiting(decided.get(), fromCache);
        }
        if (outcome instanceof Outcome.Succeeded && decided.isPresent()) {
            return new ModerationEnd.Decided(decided.get(), fromCache);
        }
        if (outcome instanceof Outcome.Stopped) {
            return new ModerationEnd.Stopped();
        }
        return new ModerationEnd.Failed(failed.path("StepName").asText("the run"), failed.path("FailureReason").asText("it ended without a decision"));
    }
}
