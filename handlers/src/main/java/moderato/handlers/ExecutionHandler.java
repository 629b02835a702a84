package moderato.handlers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import moderato.kernel.Definition;
import moderato.kernel.Engine;
import moderato.kernel.EngineException;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;

/**
 * Starts another state machine: {@code states:startExecution}, with {@code .sync} or {@code .sync:2} to wait for its end.
 *
 * <p>Which file a state machine's name or ARN means, the handlers file says under {@code stateMachines}. The child's name is the one the
 * task gives, else one made from the attempt, so that an attempt done again finds the child that it started.
 *
 * @param engine the engine that runs the child
 */
public record ExecutionHandler(Supplier<Engine> engine) implements TaskHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        String machine = payload.path("StateMachineArn").asText("");
        Definition definition = definition(machine, context.settings().path("stateMachines"));
        String machineArn = machine.startsWith("arn:") ? machine : "arn:aws:states:us-east-1:000000000000:stateMachine:" + machine;
        String name = payload.path("Name").asText(Answers.requestId(context));
        String arn = machineArn.replace(":stateMachine:", ":execution:") + ":" + name;
        RunIdentity run = new RunIdentity(arn, name, last(machineArn), machineArn, context.run().role());
        JsonNode input = input(payload.path("Input"));
        Instant started;
        try {
            started = engine.get().start(new StartRequest(definition, run, input, context.settings())).started();
        } catch (InvalidDefinitionException e) {
            throw new TaskFailedException("StepFunctions.InvalidDefinitionException", machine + ": " + e.getMessage());
        } catch (EngineException e) {
            throw new TaskFailedException("StepFunctions.ExecutionAlreadyExistsException", String.valueOf(e.getMessage()));
        }
        ObjectNode accepted = JSON.createObjectNode().put("ExecutionArn", arn);
        accepted.put("StartDate", started.toEpochMilli());
        int sync = context.resource().indexOf(".sync");
        if (sync < 0) {
            return Answers.withMetadata(accepted, context);
        }
        context.submitted(Answers.withMetadata(accepted, context));
        return await(arn, context, context.resource().startsWith(".sync:2", sync));
    }

    private JsonNode await(String arn, TaskContext context, boolean parsed) throws TaskFailedException, InterruptedException {
        Outcome outcome;
        try {
            outcome = engine.get().await(arn);
        } catch (InterruptedException cancelled) {
            if (context.cancelled()) {
                engine.get().stop(arn, Optional.empty(), Optional.of("the execution that started this one no longer waits for it"));
            }
            throw cancelled;
        }
        RunDetails details = engine.get().describe(arn).orElseThrow();
        ObjectNode answer = JSON.createObjectNode().put("ExecutionArn", arn).put("Name", details.summary().run().name()).put("StateMachineArn",
                details.summary().run().definitionId());
        answer.set("Input", parsed ? details.input() : answer.textNode(details.input().toString()));
        answer.putObject("InputDetails").put("Included", true);
        answer.put("StartDate", details.summary().started().toEpochMilli());
        details.summary().ended().ifPresent(ended -> answer.put("StopDate", ended.toEpochMilli()));
        return switch (outcome) {
            case Outcome.Succeeded done -> {
                answer.put("Status", "SUCCEEDED").set("Output", parsed ? done.output() : answer.textNode(done.output().toString()));
                answer.putObject("OutputDetails").put("Included", true);
                yield answer;
            }
            case Outcome.Failed failed -> throw failure(answer.put("Status", "FAILED"), failed.error(), failed.cause());
            case Outcome.TimedOut timedOut -> throw failure(answer.put("Status", "TIMED_OUT"), timedOut.error(), timedOut.cause());
            case Outcome.Stopped stopped -> throw failure(answer.put("Status", "ABORTED"), stopped.error(), stopped.cause());
        };
    }

    private static TaskFailedException failure(ObjectNode answer, Optional<String> error, Optional<String> cause) {
        error.ifPresent(text -> answer.put("Error", text));
        cause.ifPresent(text -> answer.put("Cause", text));
        return new TaskFailedException("States.TaskFailed", answer.toString());
    }

    private static Definition definition(String machine, JsonNode files) throws TaskFailedException {
        JsonNode file = files.has(machine) ? files.path(machine) : files.path(last(machine));
        if (!file.isTextual()) {
            throw new TaskFailedException("StepFunctions.StateMachineDoesNotExistException",
                    "State Machine Does Not Exist: '" + machine + "'; name its file in the handlers file (--handlers), under stateMachines");
        }
        try {
            return Definition.of("states", Files.readString(Path.of(file.asText())));
        } catch (IOException e) {
            throw new TaskFailedException("StepFunctions.StateMachineDoesNotExistException", "cannot read " + file.asText() + ": " + e.getMessage());
        }
    }

    private static JsonNode input(JsonNode given) throws TaskFailedException {
        if (given.isMissingNode()) {
            return JSON.createObjectNode();
        }
        if (!given.isTextual()) {
            return given;
        }
        try {
            return JSON.readTree(given.asText());
        } catch (JsonProcessingException e) {
            throw new TaskFailedException("StepFunctions.InvalidExecutionInputException", "Invalid State Machine Execution Input: " + e.getOriginalMessage());
        }
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
