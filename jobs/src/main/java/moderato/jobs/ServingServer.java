package moderato.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A built-in model behind {@code /ping}, {@code /execution-parameters} and {@code /invocations}. */
final class ServingServer {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;

    private ServingServer() {
    }

    /**
     * Serves until the calling thread is interrupted.
     *
     * @param address where to listen; empty: at every address
     * @return the exit code: 0, as being stopped is how serving ends
     */
    static int run(ServingImage.Served model, Optional<String> address, int port) throws IOException {
        HttpServer server = HttpServer.create(address.map(name -> new InetSocketAddress(name, port)).orElseGet(() -> new InetSocketAddress(port)), 0);
        try (ExecutorService workers = Executors.newCachedThreadPool()) {
            server.setExecutor(workers);
            server.createContext("/", exchange -> answer(exchange, model));
            server.start();
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            return 0;
        } finally {
            server.stop(0);
        }
        return 0;
    }

    private static void answer(HttpExchange exchange, ServingImage.Served model) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /ping" -> send(exchange, OK, new byte[0]);
                case "GET /execution-parameters" -> send(exchange, OK, parameters(model.executionParameters()));
                case "POST /invocations" -> invoke(exchange, model);
                default -> send(exchange, NOT_FOUND, new byte[0]);
            }
        }
    }

    private static void invoke(HttpExchange exchange, ServingImage.Served model) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
        String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
        try {
            Serving.Content answer = new BuiltInServing(model).invoke(new Serving.Content(body, type), accept);
            if (!answer.type().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", answer.type());
            }
            if (!model.keepable()) {
                exchange.getResponseHeaders().set(HttpServing.CACHE_CONTROL, HttpServing.NO_STORE);
            }
            send(exchange, OK, answer.body());
        } catch (IOException | IllegalArgumentException e) {
            send(exchange, BAD_REQUEST, text(e));
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
            send(exchange, FAILED, text(e));
        }
    }

    private static byte[] parameters(ExecutionParameters parameters) {
        ObjectNode answer = new ObjectMapper().createObjectNode();
        parameters.maxConcurrentTransforms().ifPresent(value -> answer.put("MaxConcurrentTransforms", value));
        parameters.strategy().ifPresent(value -> answer.put("BatchStrategy", value.name()));
        parameters.maxPayloadInMb().ifPresent(value -> answer.put("MaxPayloadInMB", value));
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(Exception e) {
        return (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
