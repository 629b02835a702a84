package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An engine that asks the one of another process. */
final class EngineClient implements Engine {

    /** The owner cannot be reached, or went away in the middle of a call. */
    static final class OwnerGoneException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final boolean asked;

        OwnerGoneException(boolean asked, Exception reason) {
            super(reason);
            this.asked = asked;
        }

        /** Whether the call had been sent, so that it may have been done. */
        boolean asked() {
            return asked;
        }
    }

    private final UnixDomainSocketAddress address;

    EngineClient(UnixDomainSocketAddress address) {
        this.address = address;
    }

    private JsonLines connect() {
        try {
            return JsonLines.to(address);
        } catch (IOException e) {
            throw new OwnerGoneException(false, e);
        }
    }

    private JsonNode ask(ObjectNode call) {
        try (JsonLines lines = connect()) {
            lines.write(call);
            JsonNode answer = lines.read().orElseThrow(() -> new IOException("the owner of the home closed the connection"));
            return EngineWire.result(answer);
        } catch (IOException e) {
            throw new OwnerGoneException(true, e);
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.CLOSED) {
                throw new OwnerGoneException(true, e);
            }
            throw e;
        }
    }

    private static ObjectNode call(String name, String run) {
        return EngineWire.call(name).put("run", run);
    }

    @Override
    public RunSummary start(StartRequest request) {
        return EngineWire.summary(ask(EngineWire.call("start").set("request", EngineWire.json(request))));
    }

    @Override
    public Outcome await(String run) {
        return EventCodec.outcome(ask(call("await", run)));
    }

    @Override
    public Optional<Outcome> await(String run, Duration patience) {
        return Optional.of(ask(call("await", run).put("millis", patience.toMillis()))).filter(JsonNode::isObject).map(EventCodec::outcome);
    }

    @Override
    public Optional<RunDetails> describe(String run) {
        return Optional.of(ask(call("describe", run))).filter(JsonNode::isObject).map(EngineWire::details);
    }

    @Override
    public RunPage list(RunFilter filter) {
        return EngineWire.page(ask(EngineWire.call("list").set("filter", EngineWire.json(filter))));
    }

    @Override
    public List<HistoryEvent> history(String run) {
        List<HistoryEvent> history = new ArrayList<>();
        ask(call("history", run)).forEach(event -> history.add(EngineWire.line(event)));
        return history;
    }

    @Override
    public Following follow(String run, RunListener listener) {
        JsonLines lines = connect();
        Thread.ofVirtual().start(() -> follow(lines, run, listener));
        return lines::close;
    }

    /** Tells a listener what the owner tells, on this thread; true when the run is over, false when the connection ended before. */
    static boolean follow(JsonLines lines, String run, RunListener listener) {
        try (lines) {
            lines.write(call("follow", run));
            for (Optional<JsonNode> line = lines.read(); line.isPresent(); line = lines.read()) {
                JsonNode told = line.get();
                if (told.has("ended")) {
                    listener.ended(EventCodec.outcome(told.get("ended")));
                    return true;
                }
                if (told.has("parked")) {
                    listener.parked(EngineWire.text(told, "parked"));
                    return true;
                }
                if (told.has("refused")) {
                    listener.parked(EngineWire.text(told, "message"));
                    return true;
                }
                listener.happened(told.get("id").longValue(), EngineWire.line(told));
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    JsonLines lines() {
        return connect();
    }

    @Override
    public void stop(String run, Optional<String> error, Optional<String> cause) {
        ObjectNode call = call("stop", run);
        EngineWire.put(call, "error", error);
        EngineWire.put(call, "cause", cause);
        ask(call);
    }

    @Override
    public void redrive(String run, Optional<JsonNode> input, Optional<JsonNode> settings) {
        ObjectNode call = call("redrive", run);
        input.ifPresent(given -> call.set("input", given));
        settings.ifPresent(given -> call.set("settings", given));
        ask(call);
    }

    @Override
    public void answer(String token, Outcome outcome) {
        ask(EngineWire.call("answer").put("token", token).set("with", EngineWire.json(outcome)));
    }

    @Override
    public void heartbeat(String token) {
        ask(EngineWire.call("heartbeat").put("token", token));
    }

    @Override
    public Optional<ActivityTask> pollActivity(String activity, String worker, Duration patience) {
        JsonNode task = ask(EngineWire.call("poll").put("activity", activity).put("worker", worker).put("millis", patience.toMillis()));
        return Optional.of(task).filter(JsonNode::isObject)
                .map(found -> new ActivityTask(EngineWire.text(found, "token"), found.get("input")));
    }

    @Override
    public void close() {
        // every call has a connection of its own
    }
}
