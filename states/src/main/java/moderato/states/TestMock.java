package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a state that calls outside is to be answered in TestState.
 *
 * @param result the mocked result
 * @param failure the mocked error
 */
record TestMock(Optional<JsonNode> result, Optional<Failure> failure) {

    private static final TestMock NONE = new TestMock(Optional.empty(), Optional.empty());

    /**
     * The mock of a request.
     *
     * @throws TestState.RefusedException when the service would refuse it for this state
     */
    static TestMock read(JsonNode request, State state) {
        if (!request.hasNonNull("mock")) {
            without(request, state);
            return NONE;
        }
        JsonNode mock = request.path("mock");
        if (mock.hasNonNull("result") == mock.hasNonNull("errorOutput")) {
            throw refused("A test mock should have only one of the following fields: [result, errorOutput].");
        }
        switch (state.head().kind()) {
            case TASK, MAP, PARALLEL -> {
            }
            case PASS, CHOICE, WAIT, SUCCEED, FAIL ->
                throw refused("State type '%s' is not supported when a mock is specified".formatted(state.head().kind().word()));
        }
        if (request.path("revealSecrets").asBoolean()) {
            throw refused("TestState does not support RevealSecrets when a mock is specified.");
        }
        if (mock.hasNonNull("errorOutput")) {
            JsonNode error = mock.path("errorOutput");
            if (error.path("error").asText().isEmpty()) {
                throw refused("An error was not specified in the mocked error output.");
            }
            return new TestMock(Optional.empty(), Optional.of(Failure.of(text(error, "error"), text(error, "cause"))));
        }
        JsonNode result = parse(mock.path("result").asText());
        fits(result, state, mock.path("fieldValidationMode").asText("STRICT"));
        return new TestMock(Optional.of(result), Optional.empty());
    }

    private static void without(JsonNode request, State state) {
        JsonNode configuration = request.path("stateConfiguration");
        for (String field : new String[] {"mapIterationFailureCount", "retrierRetryCount", "errorCausedByState", "mapItemReaderData"}) {
            if (configuration.has(field)) {
                throw refused("TestState does not support %s when a mock is not specified."
                        .formatted(Character.toUpperCase(field.charAt(0)) + field.substring(1)));
            }
        }
        if (state instanceof MapState || state instanceof ParallelState) {
            throw new TestState.RefusedException(TestState.INVALID_DEFINITION,
                    "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]");
        }
        if (state instanceof TaskState task) {
            if (task.resource().tellsToken()) {
                throw new TestState.RefusedException(TestState.INVALID_DEFINITION,
                        "TestState API does not support '.sync' or '.waitForTaskToken' integration patterns.");
            }
            if (!request.hasNonNull("roleArn")) {
                throw refused("RoleArn must be specified when testing a Task state");
            }
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    private static JsonNode parse(String text) {
        try {
            return JsonText.readStrictly(text);
        } catch (JsonProcessingException e) {
            throw refused("Mocked result must be valid JSON");
        }
    }

    private static void fits(JsonNode result, State state, String mode) {
        switch (state) {
            case ParallelState parallel -> {
                array(result);
                if (result.size() != parallel.branches().size()) {
                    throw refused("Mocked result must contain the same number of items as number of Parallel branches.");
                }
            }
            case MapState map -> {
                if (map.distribution().flatMap(Distribution::writer).filter(ResultWriter::isRemote).isEmpty()) {
                    array(result);
                } else if (!result.isObject()) {
                    throw refused("Mocked result must be a JSON object.");
                }
            }
            case TaskState task -> ServiceShapes.check(task.resource(), result, mode);
            case PassState ignored -> {
            }
            case ChoiceState ignored -> {
            }
            case WaitState ignored -> {
            }
            case SucceedState ignored -> {
            }
            case FailState ignored -> {
            }
        }
    }

    private static void array(JsonNode result) {
        if (!result.isArray()) {
            throw refused("Mocked result must be an array.");
        }
    }

    private static TestState.RefusedException refused(String message) {
        return new TestState.RefusedException(TestState.VALIDATION, message);
    }
}
