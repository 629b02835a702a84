package moderato.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A serving image in a process of its own, spoken to over HTTP as the container contract has it. */
final class HttpServing implements Serving {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int TEXT_SHOWN = 300;

    /** The header by which a model says that its answers are not worth keeping, and its value. */
    static final String CACHE_CONTROL = "Cache-Control";
    static final String NO_STORE = "no-store";

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PING_TIMEOUT).build();
    private final URI address;
    private final Patience patience;
    private final AtomicBoolean done;
    private final CompletableFuture<Ending> ending;
    private ExecutionParameters parameters = ExecutionParameters.NONE;
    private volatile boolean keepable = true;

    /**
     * How long a model is waited for.
     *
     * @param start until its first answer to a ping
     * @param invocation until it answers an invocation
     * @param retries how often an invocation is tried again after a server's error or none
     * @param chunked whether bodies are sent in chunks, because they may be of any size
     */
    record Patience(Duration start, Duration invocation, int retries, boolean chunked) {
    }

    private HttpServing(URI address, Patience patience, AtomicBoolean done, CompletableFuture<Ending> ending) {
        this.address = address;
        this.patience = patience;
        this.done = done;
        this.ending = ending;
    }

    /**
     * Starts the image and waits until it answers pings.
     *
     * @param port where it listens on this machine's loopback
     * @throws JobFailure when it ends, or does not answer in time
     */
    static HttpServing start(Executor executor, Cluster.HostLaunch launch, int port, Patience patience, BooleanSupplier stopping) throws IOException, InterruptedException, JobFailure {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Launch server = launch.with(() -> done.get() || stopping.getAsBoolean());
        Thread.ofVirtual().name("serving at " + port).start(() -> {
            try {
                ending.complete(executor.run(server));
            } catch (IOException | InterruptedException | RuntimeException e) {
                ending.completeExceptionally(e);
            }
        });
        HttpServing serving = new HttpServing(URI.create("http://127.0.0.1:" + port), patience, done, ending);
        try {
            serving.awaitPing();
            serving.parameters = serving.askParameters();
        } catch (IOException | InterruptedException | JobFailure | RuntimeException e) {
            serving.close();
            throw e;
        }
        return serving;
    }

    private void awaitPing() throws InterruptedException, IOException, JobFailure {
        long end = System.nanoTime() + patience.start().toNanos();
        Duration pause = FIRST_PAUSE;
        while (!pings()) {
            if (ending.isDone()) {
                throw endedEarly();
            }
            if (System.nanoTime() > end) {
                throw JobFailure.algorithm("the model did not answer GET /ping at " + address + " within " + patience.start().toSeconds()
                        + " s; it has to listen at the port that SAGEMAKER_BIND_TO_PORT names, or {port} in the image map's command");
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private JobFailure endedEarly() throws IOException, InterruptedException {
        try {
            Ending early = ending.get();
            if (early.why() == Ending.Why.STOPPED) {
                throw new InterruptedException("the job was stopped");
            }
            return JobFailure.algorithm("the model ended before it answered GET /ping, exit code: " + early.exitCode());
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), e);
        }
    }

    private boolean pings() throws InterruptedException {
        try {
            return send(get("/ping"), PING_TIMEOUT, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private ExecutionParameters askParameters() throws InterruptedException {
        try {
            HttpResponse<String> answer = send(get("/execution-parameters"), PING_TIMEOUT, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? ExecutionParameters.read(JSON.readTree(answer.body())) : ExecutionParameters.NONE;
        } catch (JsonProcessingException notJson) {
            return ExecutionParameters.NONE;
        } catch (IOException none) {
            return ExecutionParameters.NONE;
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).GET().build();
    }

    /* The client's own time limit ends with the answer's head; a model may stall in the middle of the body. */
    private <T> HttpResponse<T> send(HttpRequest request, Duration longest, HttpResponse.BodyHandler<T> reader) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, reader);
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + longest.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public ExecutionParameters executionParameters() {
        return parameters;
    }

    @Override
    public Content invoke(Content request, String accept) throws IOException, InterruptedException {
        HttpRequest.Builder call = HttpRequest.newBuilder(address.resolve("/invocations"))
                .POST(patience.chunked() ? HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(request.body())) : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        if (!request.type().isEmpty()) {
            call.header("Content-Type", request.type());
        }
        if (!accept.isEmpty()) {
            call.header("Accept", accept);
        }
        IOException last = new IOException("the model was not asked");
        for (int attempt = 0; attempt <= patience.retries(); attempt++) {
            try {
                HttpResponse<byte[]> answer = send(call.build(), patience.invocation(), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() / 100 == 2) {
                    if (answer.headers().firstValue(CACHE_CONTROL).filter(NO_STORE::equals).isPresent()) {
                        keepable = false;
                    }
                    return new Content(answer.body(), answer.headers().firstValue("Content-Type").orElse(accept));
                }
                last = new IOException("Bad HTTP status received from algorithm: " + answer.statusCode() + said(answer.body()));
                if (answer.statusCode() < SERVER_ERROR && answer.statusCode() != TOO_MANY) {
                    break;
                }
            } catch (IOException e) {
                last = new IOException("the model did not answer: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()), e);
                if (ending.isDone()) {
                    throw new IOException("the model's process ended under its work" + (ending.isCompletedExceptionally() ? "" : ", exit code: " + ending.join().exitCode()), e);
                }
            }
        }
        throw last;
    }

    private static String said(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, TEXT_SHOWN), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    @Override
    public boolean keepable() {
        return keepable;
    }

    @Override
    public void close() {
        done.set(true);
        try {
            ending.join();
        } catch (CompletionException itsEndIsKnown) {
            parameters = ExecutionParameters.NONE;
        }
        client.shutdownNow();
    }
}
