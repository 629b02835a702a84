package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Lets other processes of the same user ask an engine, over a Unix socket.
 *
 * <p>A connection carries one call: a line with the call, and a line with {@code result}, {@code refused} or {@code invalid} back. A {@code
 * follow} is answered by a line for every event, until either side closes.
 */
final class EngineServer implements AutoCloseable {

    private final Engine engine;
    private final UnixDomainSocketAddress address;
    private final ServerSocketChannel server;
    private final Set<JsonLines> connections = ConcurrentHashMap.newKeySet();

    private EngineServer(Engine engine, UnixDomainSocketAddress address, ServerSocketChannel server) {
        this.engine = engine;
        this.address = address;
        this.server = server;
    }

    /** Listens from now on. */
    static EngineServer start(Engine engine, UnixDomainSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(address);
        Files.setPosixFilePermissions(address.getPath(), PosixFilePermissions.fromString("rw-------"));
        EngineServer server = new EngineServer(engine, address, channel);
        Thread.ofPlatform().daemon().name("moderato-clients").start(server::listen);
        return server;
    }

    private void listen() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that gave up; the loop's condition tells which.
            }
        }
    }

    private void serve(SocketChannel client) {
        try (JsonLines lines = new JsonLines(client)) {
            connections.add(lines);
            try {
                Optional<JsonNode> call = lines.read();
                if (call.isPresent()) {
                    answer(lines, call.get());
                }
            } finally {
                connections.remove(lines);
            }
        } catch (IOException e) {
            // The client has gone; what it asked for stays done.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(JsonLines lines, JsonNode call) throws IOException, InterruptedException {
        try {
            if (EngineWire.text(call, "call").equals("follow")) {
                follow(lines, EngineWire.text(call, "run"));
                return;
            }
            JsonNode result = result(call);
            lines.write(JsonNodeFactory.instance.objectNode().set("result", result));
        } catch (RuntimeException e) {
            lines.write(EngineWire.json(e));
        }
    }

    private JsonNode result(JsonNode call) throws InterruptedException {
        JsonNode done = JsonNodeFactory.instance.booleanNode(true);
        String name = EngineWire.text(call, "call");
        switch (name) {
            case "start" -> {
                return EngineWire.json(engine.start(EngineWire.request(call.get("request"))));
            }
            case "await" -> {
                if (!call.has("millis")) {
                    return EngineWire.json(engine.await(EngineWire.text(call, "run")));
                }
                Optional<Outcome> outcome = engine.await(EngineWire.text(call, "run"), Duration.ofMillis(call.get("millis").longValue()));
                return outcome.map(EngineWire::json).orElse(JsonNodeFactory.instance.nullNode());
            }
            case "describe" -> {
                Optional<RunDetails> details = engine.describe(EngineWire.text(call, "run"));
                return details.<JsonNode>map(EngineWire::json).orElse(JsonNodeFactory.instance.nullNode());
            }
            case "list" -> {
                return EngineWire.json(engine.list(EngineWire.filter(call.get("filter"))));
            }
            case "history" -> {
                ArrayNode history = JsonNodeFactory.instance.arrayNode();
                engine.history(EngineWire.text(call, "run")).forEach(event -> history.add(EngineWire.json(event)));
                return history;
            }
            case "stop" -> engine.stop(EngineWire.text(call, "run"), EngineWire.optional(call, "error"), EngineWire.optional(call, "cause"));
            case "redrive" -> engine.redrive(EngineWire.text(call, "run"), Optional.ofNullable(call.get("input")), Optional.ofNullable(call.get("settings")));
            case "answer" -> engine.answer(EngineWire.text(call, "token"), EventCodec.outcome(call.get("with")));
            case "heartbeat" -> engine.heartbeat(EngineWire.text(call, "token"));
            case "poll" -> {
                Optional<ActivityTask> task = engine.pollActivity(EngineWire.text(call, "activity"), EngineWire.text(call, "worker"),
                        Duration.ofMillis(call.get("millis").longValue()));
                return task.<JsonNode>map(each -> JsonNodeFactory.instance.objectNode().put("token", each.token()).set("input", each.input()))
                        .orElse(JsonNodeFactory.instance.nullNode());
            }
            default -> throw new EngineException(EngineException.Kind.CLOSED, "the owner of the home does not know the call '" + name
                    + "'; it is another version of this program");
        }
        return done;
    }

    private void follow(JsonLines lines, String run) throws IOException, InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (Engine.Following following = engine.follow(run, new RunListener() {
            @Override
            public void happened(long id, HistoryEvent event) {
                tell(EngineWire.json(event).put("id", id));
            }

            @Override
            public void ended(Outcome outcome) {
                tell(JsonNodeFactory.instance.objectNode().set("ended", EngineWire.json(outcome)));
                over.countDown();
            }

            @Override
            public void parked(String problem) {
                tell(JsonNodeFactory.instance.objectNode().put("parked", problem));
                over.countDown();
            }

            private void tell(ObjectNode line) {
                try {
                    lines.write(line);
                } catch (IOException e) {
                    over.countDown();
                }
            }
        })) {
            Thread.ofVirtual().start(() -> {
                awaitClosing(lines);
                over.countDown();
            });
            over.await();
        }
    }

    private static void awaitClosing(JsonLines lines) {
        try {
            lines.read();
        } catch (IOException e) {
            // That is what was waited for.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(address.getPath());
        } catch (IOException e) {
            // The next owner makes a socket of its own.
        }
        connections.forEach(JsonLines::close);
    }
}
