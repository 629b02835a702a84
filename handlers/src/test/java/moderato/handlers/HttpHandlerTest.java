package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TestTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an HTTP task sends, and that no answer is too large or too slow for it. */
@Timeout(60)
class HttpHandlerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVOKE = "arn:aws:states:::http:invoke";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final HttpServer server;

    HttpHandlerTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.setExecutor(threads);
        server.createContext("/echo", exchange -> {
            ObjectNode seen = JSON.createObjectNode().put("type", exchange.getRequestHeaders().getFirst("Content-Type"));
            seen.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).put("query", exchange.getRequestURI().getRawQuery());
            byte[] answer = JSON.writeValueAsBytes(seen);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.createContext("/endless", exchange -> answerWithoutEnd(exchange, true));
        server.createContext("/stalled", exchange -> answerWithoutEnd(exchange, false));
        server.start();
    }

    private void answerWithoutEnd(HttpExchange exchange, boolean write) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('"');
        exchange.getResponseBody().flush();
        try {
            while (write) {
                exchange.getResponseBody().write(new byte[8192]);
            }
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"INDICES|a[0]=x&a[1]=y+z&b[c]=1&d=%26", "REPEAT|a=x&a=y+z&b[c]=1&d=%26", "COMMAS|a=x,y+z&b[c]=1&d=%26",
            "BRACKETS|a[]=x&a[]=y+z&b[c]=1&d=%26"})
    void aFormWritesArraysAsAskedFor(String format, String form) throws Exception {
        ObjectNode payload = payload("/echo", "{'a': ['x', 'y z'], 'b': {'c': 1}, 'd': '&'}");
        payload.putObject("Transform").put("RequestBodyEncoding", "URL_ENCODED").putObject("RequestEncodingOptions").put("ArrayFormat", format);
        JsonNode seen = invoke(payload).path("ResponseBody");
        assertThat(seen.path("body").asText()).isEqualTo(form);
        assertThat(seen.path("type").asText()).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void aBodyIsJsonUnlessAForm() throws Exception {
        ObjectNode payload = payload("/echo", "{'a': ['x']}");
        payload.putObject("QueryParameters").put("q", "a b").putArray("r").add(1).add(2);
        JsonNode seen = invoke(payload).path("ResponseBody");
        assertThat(JSON.readTree(seen.path("body").asText())).isEqualTo(payload.path("RequestBody"));
        assertThat(seen.path("type").asText()).isEqualTo("application/json");
        assertThat(seen.path("query").asText()).isEqualTo("q=a+b&r=1&r=2");

        payload.putObject("Headers").put("content-type", "text/plain");
        assertThat(invoke(payload).path("ResponseBody").path("type").asText()).isEqualTo("text/plain");
    }

    @Test
    void anUnknownArrayFormatIsAnError() {
        ObjectNode payload = payload("/echo", "{'a': ['x']}");
        payload.putObject("Transform").put("RequestBodyEncoding", "URL_ENCODED").putObject("RequestEncodingOptions").put("ArrayFormat", "DOTS");
        assertThatThrownBy(() -> invoke(payload)).isInstanceOfSatisfying(TaskFailedException.class, e -> assertThat(e.explanation()).contains("'DOTS' is none of [INDICES, "));
    }

    @Test
    void anAnswerWithoutEndIsRefused() {
        assertThatThrownBy(() -> invoke(payload("/endless", "{}"))).isInstanceOfSatisfying(TaskFailedException.class,
                e -> assertThat(e.error()).isEqualTo("States.DataLimitExceeded"));
        assertThatThrownBy(() -> new UrlFunction(address("/endless")).call(JSON.createObjectNode(), TestTask.of("")))
                .isInstanceOfSatisfying(TaskFailedException.class, e -> assertThat(e.error()).isEqualTo("Function.ResponseSizeTooLarge"));
    }

    @Test
    void anAnswerThatStallsIsGivenUp() {
        HttpRequest request = HttpRequest.newBuilder(address("/stalled")).build();
        assertThatThrownBy(() -> BoundedHttp.send(request, Duration.ofMillis(300), 1000)).isInstanceOf(HttpTimeoutException.class);
    }

    private JsonNode invoke(JsonNode payload) throws TaskFailedException, InterruptedException {
        JsonNode settings = JSON.createObjectNode().set("http", JSON.createObjectNode().set("allow", JSON.createArrayNode().add("127.0.0.1")));
        return new HttpHandler().handle(payload, TestTask.of(INVOKE, settings));
    }

    private ObjectNode payload(String path, String body) {
        try {
            ObjectNode payload = JSON.createObjectNode().put("ApiEndpoint", address(path).toString()).put("Method", "POST");
            return payload.set("RequestBody", JSON.readTree(body.replace('\'', '"')));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
