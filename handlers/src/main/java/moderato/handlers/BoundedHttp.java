package moderato.handlers;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of web addresses that end: with a bound on the answer's size, and one on the time of the whole call, its body included. */
final class BoundedHttp {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private BoundedHttp() {}

    /** An answer larger than the caller takes; the rest of it was not read. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(long mostBytes) {
            super("the answer is larger than " + mostBytes + " bytes");
        }
    }

    /**
     * Sends a request and reads the answer. Redirects are not followed.
     *
     * @throws TooLargeException when the body has more than {@code mostBytes}
     * @throws IOException when there is no whole answer within {@code longest}
     */
    static HttpResponse<String> send(HttpRequest request, Duration longest, long mostBytes) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = Clients.CLIENT.sendAsync(request,
                head -> new Bounded(BodyHandlers.ofString().apply(head), mostBytes));
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("not answered within " + longest.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** Hands a body on until it is too large. The library's own bound says so by a text alone. */
    private static final class Bounded implements BodySubscriber<String> {

        private final BodySubscriber<String> reader;
        private final long mostBytes;
        private long left;
        private Flow.Subscription subscription = NONE;

        Bounded(BodySubscriber<String> reader, long mostBytes) {
            this.reader = reader;
            this.mostBytes = mostBytes;
            this.left = mostBytes;
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription = started;
            reader.onSubscribe(started);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            if (left < 0) {
                return;
            }
            left -= buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (left < 0) {
                subscription.cancel();
                reader.onError(new TooLargeException(mostBytes));
            } else {
                reader.onNext(buffers);
            }
        }

        @Override
        public void onError(Throwable failure) {
            reader.onError(failure);
        }

        @Override
        public void onComplete() {
            reader.onComplete();
        }

        @Override
        public CompletionStage<String> getBody() {
            return reader.getBody();
        }

        private static final Flow.Subscription NONE = new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        };
    }

    /* Made with the first call: an HTTP client takes a while, and most runs need none. */
    private static final class Clients {
        static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
    }
}
