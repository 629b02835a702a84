package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TestTask;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StandardHandlersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVOKE = "arn:aws:states:::lambda:invoke";

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server = newServer();

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean missing = exchange.getRequestURI().getPath().equals("/missing");
            byte[] answer = missing ? "not here".getBytes(StandardCharsets.UTF_8) : body.length == 0 ? "{\"got\":\"nothing\"}".getBytes(StandardCharsets.UTF_8) : body;
            exchange.sendResponseHeaders(missing ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFunctionIsACommandByNameArnOrPattern() throws Exception {
        JsonNode settings = settings("lambda:\n  echo: {command: [cat]}\n  'arn:aws:lambda:*:function:not*': {command: [sh, -c, 'echo 7']}\n");
        JsonNode event = JSON.readTree("{\"FunctionName\":\"echo\",\"Payload\":{\"a\":[1,null,\"ü\"]}}");
        assertThat(call(INVOKE, event, settings).path("Payload")).isEqualTo(event.path("Payload"));
        assertThat(call("arn:aws:lambda:us-east-1:111111111111:function:echo", event, settings)).isEqualTo(event);
        assertThat(call("arn:aws:lambda:us-east-1:111111111111:function:notify:3", event, settings).asInt()).isEqualTo(7);
        assertThatThrownBy(() -> call("arn:aws:lambda:us-east-1:111111111111:function:other", event, settings)).hasMessageContaining("handlers file");
    }

    @Test
    void aFailingCommandSaysWhy() throws Exception {
        JsonNode settings = settings("lambda:\n  breaks: {command: [sh, -c, 'echo it broke >&2; exit 3']}\n  typed: {command: [sh, -c, "
                + "'echo \"{\\\"errorType\\\":\\\"TooBig\\\",\\\"errorMessage\\\":\\\"9\\\"}\"; exit 1']}\n  text: {command: [echo, hello there]}\n  gone: {command: [no-such-program]}\n");
        assertThatThrownBy(() -> invoke("breaks", settings)).isInstanceOfSatisfying(TaskFailedException.class, e -> {
            assertThat(e.error()).isEqualTo("Runtime.ExitError");
            assertThat(e.explanation()).contains("exit code 3").contains("it broke");
        });
        assertThatThrownBy(() -> invoke("typed", settings)).isInstanceOfSatisfying(TaskFailedException.class, e -> assertThat(e.error()).isEqualTo("TooBig"));
        assertThatThrownBy(() -> invoke("text", settings)).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> invoke("gone", settings)).hasMessageContaining("cannot start");
    }

    @Test
    void aFunctionIsAnAddress() throws Exception {
        JsonNode settings = settings("lambda:\n  web: {url: '" + address("/") + "'}\n  missing: {url: '" + address("/missing") + "'}\n");
        assertThat(invoke("web", settings).path("Payload")).isEqualTo(JSON.readTree("{\"x\":1}"));
        assertThatThrownBy(() -> invoke("missing", settings)).hasMessageContaining("404");
    }

    @Test
    void theHttpTaskReachesNoPrivateAddressUnlessAllowed() throws Exception {
        ObjectNode payload = JSON.createObjectNode().put("ApiEndpoint", address("/")).put("Method", "GET");
        for (String host : new String[] {address("/"), "http://localhost:1/", "http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "http://[fd00::1]/",
                "http://0.0.0.0/", "file:///etc/passwd"}) {
            assertThatThrownBy(() -> call("arn:aws:states:::http:invoke", payload.deepCopy().put("ApiEndpoint", host), JSON.createObjectNode())).isInstanceOf(TaskFailedException.class);
        }
        assertThat(requests).hasValue(0);
        JsonNode allowed = settings("http: {allow: [127.0.0.1]}\n");
        JsonNode answer = call("arn:aws:states:::http:invoke", payload, allowed);
        assertThat(answer.path("StatusCode").asInt()).isEqualTo(200);
        assertThat(answer.path("ResponseBody").path("got").asText()).isEqualTo("nothing");
        assertThatThrownBy(() -> call("arn:aws:states:::http:invoke", payload.deepCopy().put("ApiEndpoint", address("/missing")), allowed))
                .isInstanceOfSatisfying(TaskFailedException.class, e -> assertThat(e.error()).isEqualTo("States.Http.StatusCode.404"));
    }

    @Test
    void messagesAreLinesInFiles() throws Exception {
        JsonNode none = JSON.createObjectNode();
        call("arn:aws:states:::sqs:sendMessage", JSON.createObjectNode().put("QueueUrl", "https://sqs/1/work").put("MessageBody", "hello"), none);
        call("arn:aws:states:::sns:publish", JSON.createObjectNode().put("TopicArn", "arn:aws:sns:us-east-1:1:news").put("Message", "m"), none);
        JsonNode entry = JSON.readTree("{\"Entries\":[{\"Source\":\"s\",\"DetailType\":\"t\",\"Detail\":{\"a\":1}}]}");
        assertThat(call("arn:aws:states:::events:putEvents", entry, none).path("FailedEntryCount").asInt()).isZero();
        assertThat(Files.readAllLines(folder.resolve("messages/sqs/work.jsonl"))).singleElement().satisfies(line -> assertThat(JSON.readTree(line).at("/message/MessageBody").asText()).isEqualTo("hello"));
        assertThat(folder.resolve("messages/sns/news.jsonl")).exists();
        assertThat(folder.resolve("messages/events/default.jsonl")).exists();
        assertThatThrownBy(() -> call("arn:aws:states:::events:putEvents", JSON.readTree("{\"Entries\":[{\"Detail\":\"\\\"text\\\"\"}]}"), none))
                .isInstanceOfSatisfying(TaskFailedException.class, e -> assertThat(e.error()).isEqualTo("EventBridge.FailedEntry"));
    }

    @Test
    void objectsArePutGotAndListed() throws Exception {
        String s3 = "arn:aws:states:::aws-sdk:s3:";
        JsonNode none = JSON.createObjectNode();
        call(s3 + "putObject", JSON.readTree("{\"Bucket\":\"bucket\",\"Key\":\"a/b.json\",\"Body\":{\"x\":1}}"), none);
        assertThat(call(s3 + "getObject", JSON.readTree("{\"Bucket\":\"bucket\",\"Key\":\"a/b.json\"}"), none).path("Body").asText()).isEqualTo("{\"x\":1}");
        assertThat(call(s3 + "listObjectsV2", JSON.readTree("{\"Bucket\":\"bucket\",\"Prefix\":\"a\"}"), none).at("/Contents/0/Key").asText()).isEqualTo("a/b.json");
        assertThatThrownBy(() -> call(s3 + "getObject", JSON.readTree("{\"Bucket\":\"bucket\",\"Key\":\"none\"}"), none))
                .isInstanceOfSatisfying(TaskFailedException.class, e -> assertThat(e.error()).isEqualTo("S3.NoSuchKeyException"));
    }

    @Test
    void filesOfItemsMayBePackedByGzip() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a,b\n".getBytes(StandardCharsets.UTF_8));
        }
        new FolderStore(folder.resolve("objects")).put(new ObjectAddress("bucket", "items.csv.gz"), new ByteArrayInputStream(packed.toByteArray()));
        JsonNode where = JSON.readTree("{\"Bucket\":\"bucket\",\"Key\":\"items.csv.gz\"}");
        JsonNode none = JSON.createObjectNode();
        assertThat(call("arn:aws:states:::s3:getObject", where, none).path("Body").asText()).isEqualTo("a,b\n");
        assertThatThrownBy(() -> call("arn:aws:states:::aws-sdk:s3:getObject", where, none)).isInstanceOf(TaskFailedException.class);
    }

    @Test
    void aRangeOfAnObjectMayBeAskedFor() throws Exception {
        new FolderStore(folder.resolve("objects")).put(new ObjectAddress("bucket", "lines"), new ByteArrayInputStream("ab\ncd\n\u00e9f".getBytes(StandardCharsets.UTF_8)));
        assertThat(range("aws-sdk:s3", "bytes=1-3")).isEqualTo("bytes 1-3/9 b\nc");
        assertThat(range("aws-sdk:s3", "bytes=6-")).isEqualTo("bytes 6-8/9 \u00e9f");
        assertThat(range("aws-sdk:s3", "bytes=-1")).isEqualTo("bytes 8-8/9 f");
        assertThat(range("aws-sdk:s3", "lines=1-2")).isEqualTo(" ab\ncd\n\u00e9f");
        assertThatThrownBy(() -> range("aws-sdk:s3", "bytes=9-")).hasMessageContaining("not satisfiable");
        assertThat(range("s3", "bytes=0-4")).as("of items: whole lines").isEqualTo("bytes 0-2/9 ab\n");
        assertThat(range("s3", "bytes=3-7")).isEqualTo("bytes 3-5/9 cd\n");
        assertThat(range("s3", "bytes=4-6")).isEqualTo("bytes 4-5/9 d\n");
        assertThat(range("s3", "bytes=6-99")).isEqualTo("bytes 6-8/9 \u00e9f");
        assertThat(ByteRange.wholeLines("a\u00e9".getBytes(StandardCharsets.UTF_8))).as("a character may have been cut").isEqualTo(1);
    }

    private String range(String service, String range) throws Exception {
        JsonNode asked = JSON.createObjectNode().put("Bucket", "bucket").put("Key", "lines").put("Range", range);
        JsonNode answer = call("arn:aws:states:::" + service + ":getObject", asked, JSON.createObjectNode());
        return answer.path("ContentRange").asText() + " " + answer.path("Body").asText();
    }

    @Test
    void aWrongHandlersFileNamesThePlace() {
        assertThatThrownBy(() -> settings("# nothing yet\n")).hasMessageContaining("handlers.yaml: the file is empty");
        assertThatThrownBy(() -> settings("lambda: [\n")).hasMessageContaining("handlers.yaml:2:1: not valid YAML: ");
        assertThatThrownBy(() -> settings("lambda:\n  f: {url: 'ftp://x'}\n")).hasMessageContaining("handlers.yaml:2:7: 'ftp://x' is no web address: only http and https");
        assertThatThrownBy(() -> settings("stateMachines: {m: none.json}\n")).hasMessageContaining("handlers.yaml:1:17: m: no such file: ").hasMessageContaining("none.json");
    }

    @Test
    void everythingThatIsWrongInAHandlersFileIsSaidAtOnce() {
        assertThatThrownBy(() -> settings("lamda: 3\nlambda:\n  f: {}\n  g: {comand: [x]}\nhttp: {allow: 7}\nsteps: [a]\n"))
                .isInstanceOfSatisfying(InvalidFileException.class, invalid -> assertThat(invalid.problems()).satisfiesExactly(
                        problem -> assertThat(problem).contains("handlers.yaml:1:1: unknown key 'lamda'; did you mean 'lambda'?; known here: http, lambda, "),
                        problem -> assertThat(problem).contains("handlers.yaml:3:3: f: give either command: [PROGRAM, ARGUMENT...] or url: ADDRESS"),
                        problem -> assertThat(problem).contains("handlers.yaml:4:3: g: give either"),
                        problem -> assertThat(problem).contains("handlers.yaml:4:7: unknown key 'comand'; did you mean 'command'?"),
                        problem -> assertThat(problem).contains("handlers.yaml:5:8: allow is a list of hosts"),
                        problem -> assertThat(problem).contains("handlers.yaml:6:1: expected a mapping (key: value) here, found [\"a\"]")));
    }

    private JsonNode settings(String text) throws IOException {
        return HandlersFile.read(Files.writeString(folder.resolve("handlers.yaml"), text));
    }

    private JsonNode invoke(String function, JsonNode settings) throws Exception {
        return call(INVOKE, JSON.readTree("{\"FunctionName\":\"" + function + "\",\"Payload\":{\"x\":1}}"), settings);
    }

    private JsonNode call(String resource, JsonNode payload, JsonNode settings) throws Exception {
        StandardHandlers handlers = new StandardHandlers(Map.of(), new FolderStore(folder.resolve("objects")), folder.resolve("messages"),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> {
                    throw new AssertionError("no run is started here");
                });
        return handlers.find(resource).orElseThrow().handle(payload, TestTask.of(resource, settings));
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
