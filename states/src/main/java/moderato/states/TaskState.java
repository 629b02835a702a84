package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import moderato.kernel.Command;
import moderato.kernel.Event;
import moderato.kernel.Limits;
import moderato.kernel.Outcome;

/**
 * A Task: asks for outside work and waits for its end.
 *
 * @param resource what is to be done
 * @param timeout seconds that it may take
 * @param heartbeat seconds that it may be silent
 * @param credentials whose role it is to be done under; told in the history and otherwise not used
 */
record TaskState(StateHead head, TaskResource resource, Optional<ValueField> timeout, Optional<ValueField> heartbeat,
        Optional<PayloadTemplate> credentials) implements State {

    static TaskState read(StateHead head, StateReader reader) {
        return new TaskState(head, TaskResource.of(reader.text("Resource")), reader.numeric("TimeoutSeconds"),
                reader.numeric("HeartbeatSeconds"), reader.template("Credentials"));
    }

    @Override
    public void begin(Frame frame) {
        Optional<String> shown = resource.tellsToken() ? Optional.of(TaskToken.of(frame.turn, frame.path())) : Optional.empty();
        shown.ifPresent(frame::showToken);
        Optional<String> token = resource.waitsForToken() ? shown : Optional.empty();
        EvaluationScope scope = frame.scope();
        JsonNode effective = head.flow().input(scope);
        EvaluationScope seen = effective == scope.input() ? scope : scope.withInput(effective);
        Optional<Long> timeoutSeconds = seconds(timeout, seen);
        Optional<Long> heartbeatSeconds = seconds(heartbeat, seen);
        JsonNode payload = head.flow().arguments(scope, effective);
        if (payload != scope.input() && PayloadSize.exceeds(payload, Limits.PAYLOAD_BYTES)) {
            throw new StatesErrorException(Limits.DATA_LIMIT_EXCEEDED,
                    "The state/task '%s' was given an input with a size exceeding the maximum number of bytes service limit.".formatted(head.name()));
        }
        Optional<JsonNode> roles = credentials.map(template -> template.evaluate(seen));
        frame.note(resource.event("Scheduled"),
                () -> scheduled(frame, payload, timeoutSeconds, heartbeatSeconds, roles.map(all -> all.path("RoleArn").asText())));
        frame.rest(new Rest.Working(frame.visit(), false, token));
        frame.turn.ask(new Command.StartTask(frame.path(), resource.text(), payload, timeoutSeconds.map(Duration::ofSeconds),
                heartbeatSeconds.map(Duration::ofSeconds), token));
    }

    private static Optional<Long> seconds(Optional<ValueField> field, EvaluationScope scope) {
        return field.map(present -> {
            long value = present.integer(scope);
            if (value <= 0) {
                throw StatesErrorException.runtime("The %s field must be a positive integer: %d".formatted(present.name(), value));
            }
            return value;
        });
    }

    private ObjectNode scheduled(Frame frame, JsonNode payload, Optional<Long> timeoutSeconds, Optional<Long> heartbeatSeconds,
            Optional<String> role) {
        ObjectNode details = resource.details();
        if (resource.family() == TaskResource.Family.SERVICE) {
            details.put("region", TaskResource.region(frame.turn.run.definitionId())).put("parameters", payload.toString());
        } else {
            details.put("resource", resource.text()).put("input", payload.toString());
            details.putObject("inputDetails").put("truncated", false);
        }
        timeoutSeconds.ifPresent(value -> details.put("timeoutInSeconds", value));
        heartbeatSeconds.filter(value -> resource.family() != TaskResource.Family.LAMBDA).ifPresent(value -> details.put("heartbeatInSeconds", value));
        role.ifPresent(value -> details.putObject("taskCredentials").put("roleArn", value));
        return details;
    }

    @Override
    public boolean proceed(Frame frame, Rest rest, Event event) {
        if (!(rest instanceof Rest.Working working)) {
            return false;
        }
        switch (event) {
            case Event.TaskSubmitted submitted -> submitted(frame, working, submitted);
            case Event.TaskEnded ended -> {
                ended.began().ifPresent(began -> started(frame, working, began, ended.worker()));
                ended(frame, working, ended.outcome());
            }
            case Event.TokenAnswered answered -> {
                started(frame, working, event.at(), Optional.empty());
                ended(frame, working, answered.outcome());
            }
            case Event.HeartbeatMissed missed -> {
                missed.began().ifPresent(began -> started(frame, working, began, missed.worker()));
                frame.turn.ask(new Command.CancelTask(missed.path()));
                over(frame, "TimedOut", Failure.timeout(Optional.empty(), true));
            }
            case Event.Started ignored -> throw new IllegalStateException("a run starts once");
            case Event.TimerFired ignored -> {
                return false;
            }
            case Event.ChildEnded ignored -> {
                return false;
            }
            case Event.StopAsked ignored -> {
                return false;
            }
            case Event.Redriven ignored -> {
                return false;
            }
            case Event.Proceeded ignored -> {
                return false;
            }
        }
        return true;
    }

    private void started(Frame frame, Rest.Working working, Instant when, Optional<String> worker) {
        if (!working.started()) {
            frame.noteAt(when, resource.event("Started"), () -> {
                ObjectNode details = resource.details();
                worker.ifPresent(name -> details.put("workerName", name));
                return details;
            });
        }
    }

    private void submitted(Frame frame, Rest.Working working, Event.TaskSubmitted event) {
        started(frame, working, event.at(), Optional.empty());
        frame.note("TaskSubmitted", () -> output(event.output()));
        frame.rest(new Rest.Working(working.visit(), true, working.token()));
    }

    private ObjectNode output(JsonNode value) {
        ObjectNode details = resource.details().put("output", value.toString());
        details.putObject("outputDetails").put("truncated", false);
        return details;
    }

    private void ended(Frame frame, Rest.Working working, Outcome outcome) {
        working.token().ifPresent(frame::showToken);
        switch (outcome) {
            case Outcome.Succeeded succeeded -> succeeded(frame, succeeded.output());
            case Outcome.Failed failed -> over(frame, "Failed", Failure.of(failed.error(), failed.cause().map(this::named)));
            case Outcome.TimedOut late -> over(frame, "TimedOut", Failure.timeout(late.cause(), false));
            case Outcome.Stopped stopped -> over(frame, "Failed", Failure.of(stopped.error(), stopped.cause()));
        }
    }

    /** An engine names what answers too much by its resource, the service by its own name. */
    private String named(String cause) {
        return cause.equals(PayloadSize.cause(resource.text())) ? PayloadSize.cause(resource.nameInLimits()) : cause;
    }

    private void succeeded(Frame frame, JsonNode output) {
        if (PayloadSize.exceeds(output, Limits.PAYLOAD_BYTES)) {
            over(frame, "Failed", Failure.of(Limits.DATA_LIMIT_EXCEEDED, PayloadSize.cause(resource.nameInLimits())));
            return;
        }
        frame.note(resource.event("Succeeded"), () -> output(output));
        frame.leave(head.flow().leave(frame.scope(), output));
    }

    private void over(Frame frame, String how, Failure failure) {
        frame.note(resource.event(how), () -> failure.describe(resource.details()));
        frame.fail(failure);
    }
}
