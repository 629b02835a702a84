package moderato.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven over its DevTools protocol. */
final class Browser implements AutoCloseable, WebSocket.Listener {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<JsonNode>> events = new ConcurrentHashMap<>();
    private final StringBuilder received = new StringBuilder();

    private Browser(Process process, Path profile, URI page, HttpClient http) {
        this.process = process;
        this.profile = profile;
        this.socket = http.newWebSocketBuilder().buildAsync(page, this).join();
    }

    /** Starts the browser with an empty page of this size. */
    static Browser start(Path profile, int width, int height) throws IOException, InterruptedException {
        BrowserInstall install = BrowserInstall.find();
        ProcessBuilder builder = new ProcessBuilder(install.program().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0", "--remote-allow-origins=*",
                "--window-size=" + width + "," + height, "--user-data-dir=" + profile, "about:blank");
        builder.environment().putAll(install.environment());
        Process process = builder.redirectErrorStream(true).start();
        BufferedReader output = process.inputReader();
        URI devtools = null;
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null && devtools == null; line = devtools == null ? output.readLine() : line) {
            said.append(line).append('\n');
            if (line.startsWith("DevTools listening on ")) {
                devtools = URI.create(line.substring("DevTools listening on ".length()).strip());
            }
        }
        if (devtools == null) {
            throw new IOException("the browser ended before it listened: " + said);
        }
        // The browser blocks when nobody reads what it says.
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> { }));
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + devtools.getPort() + "/json/list")).build();
        for (JsonNode target : Json.MAPPER.readTree(http.send(list, HttpResponse.BodyHandlers.ofString()).body())) {
            if (target.path("type").asText().equals("page")) {
                return new Browser(process, profile, URI.create(target.path("webSocketDebuggerUrl").asText()), http);
            }
        }
        throw new IOException("the browser has no page");
    }

    /** Opens a file and waits until it is loaded. */
    void open(Path file) {
        call("Page.enable", Map.of());
        CompletableFuture<JsonNode> loaded = events.computeIfAbsent("Page.loadEventFired", _ -> new CompletableFuture<>());
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        await(loaded);
    }

    /** The value of a JavaScript expression, as text. */
    String value(String expression) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")", "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value").asText();
    }

    /** Presses and releases a key, as a user does. */
    void press(String key) {
        int code = key.length() == 1 ? Character.toUpperCase(key.charAt(0)) : key.equals("Tab") ? 9 : 0;
        for (String type : List.of("keyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
    }

    /** Moves the pointer into the middle of an element. */
    void hover(String selector) {
        value("document.querySelector('" + selector + "').scrollIntoView({block: 'center'})");
        String[] at = value("(r => (r.x + r.width / 2) + ' ' + (r.y + r.height / 2))(document.querySelector('" + selector
                + "').getBoundingClientRect())").split(" ");
        call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", Double.parseDouble(at[0]), "y", Double.parseDouble(at[1])));
    }

    /** Light or dark, as the system would ask for it. */
    void prefer(String scheme) {
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = answers.computeIfAbsent(id, _ -> new CompletableFuture<>());
        ObjectNode message = Json.MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", Json.MAPPER.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        JsonNode reply = await(answer);
        if (reply.has("error")) {
            throw new AssertionError(method + ": " + reply.get("error"));
        }
        return reply.path("result");
    }

    private static JsonNode await(CompletableFuture<JsonNode> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        received.append(data);
        if (last) {
            String text = received.toString();
            received.setLength(0);
            try {
                JsonNode message = Json.MAPPER.readTree(text);
                if (message.has("id")) {
                    answers.computeIfAbsent(message.get("id").asInt(), _ -> new CompletableFuture<>()).complete(message);
                } else {
                    events.computeIfAbsent(message.path("method").asText(), _ -> new CompletableFuture<>()).complete(message);
                }
            } catch (IOException e) {
                answers.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
        // Links out of the profile, which a temporary folder would not delete without a warning.
        for (String link : List.of("SingletonSocket", "SingletonCookie", "SingletonLock")) {
            Files.deleteIfExists(profile.resolve(link));
        }
    }
}
