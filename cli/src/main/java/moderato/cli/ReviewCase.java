package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Engine;
import moderato.kernel.RunDetails;
import moderato.moderation.Results;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;
import moderato.pipelines.ExecutionView;

/**
 * A case: a video that waits for a person's decision. Its name is that of its run.
 *
 * @param run its run
 * @param since when it began to wait
 * @param decision what the policy decided, as in the package
 * @param token completes the run
 */
record ReviewCase(RunDetails run, Instant since, JsonNode decision, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The cases that are open, oldest first. */
    static List<ReviewCase> open(Engine engine, ObjectStore store) {
        return ModerationRuns.open(engine).flatMap(run -> engine.describe(run.run().id()).stream()).flatMap(run -> of(engine, store, run).stream()).toList().reversed();
    }

    /** The case of a run; nothing while the run works, or when it is over. */
    static Optional<ReviewCase> of(Engine engine, ObjectStore store, RunDetails run) {
        List<ObjectNode> steps = ExecutionView.of(engine.history(run.summary().run().id())).steps();
        Optional<ObjectNode> review = steps.stream().filter(step -> named(step, ModerationFollower.REVIEW, "Executing")).findFirst();
        Optional<ObjectNode> decide = steps.stream().filter(step -> named(step, ModerationFollower.DECIDE, "Succeeded")).findFirst();
        if (review.isEmpty() || decide.isEmpty()) {
            return Optional.empty();
        }
        String token = review.get().path("Metadata").path("Callback").path("CallbackToken").asText("");
        return token.isEmpty() ? Optional.empty()
                : Optional.of(new ReviewCase(run, RegistryCommand.instant(review.get().path("StartTime")), decision(store, run, decide.get()), token));
    }

    private static boolean named(JsonNode step, String name, String status) {
        return step.path("StepName").asText().equals(name) && step.path("StepStatus").asText().equals(status);
    }

    private static JsonNode decision(ObjectStore store, RunDetails run, JsonNode decide) {
        try {
            Optional<StoredObject> file = store.find(StepOutputs.of(run.summary().run().name(), decide, "package").resolve(Results.DECISION));
            return file.isPresent() ? JSON.readTree(file.get().file().toFile()) : JSON.createObjectNode();
        } catch (IOException e) {
            return JSON.createObjectNode().put("reason", "the decision cannot be read: " + e.getMessage());
        }
    }

    /** The case's name. */
    String name() {
        return run.summary().run().name();
    }

    /** Where the result goes. */
    JsonNode where() {
        return run.settings().path(ModerationRuns.SETTINGS);
    }

    /** The video. */
    Path video() {
        return ModerationResult.video(where());
    }

    /** The case as JSON: {@code case, video, package, since, severity, rule, reason}. */
    ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode().put("case", name()).put("video", video().toString()).put("package", ModerationResult.file(where()).toString());
        json.put("since", since.toString());
        for (String field : List.of("severity", "rule", "reason")) {
            json.set(field, decision.path(field));
        }
        return json;
    }
}
