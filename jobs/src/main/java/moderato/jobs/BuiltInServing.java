package moderato.jobs;

import java.io.IOException;

/**
 * A built-in model of this JVM, called directly.
 *
 * @param served the loaded model
 */
record BuiltInServing(ServingImage.Served served) implements Serving {

    private static final String ANY = "*/*";
    private static final String BYTES = "application/octet-stream";

    @Override
    public ExecutionParameters executionParameters() {
        return served.executionParameters();
    }

    @Override
    public Content invoke(Content request, String accept) throws IOException {
        byte[] answer = served.predict(request.body(), request.type().isEmpty() ? BYTES : request.type(), accept.isEmpty() ? ANY : accept);
        return new Content(answer, accept);
    }

    @Override
    public boolean keepable() {
        return served.keepable();
    }

    @Override
    public void close() {
        served.close();
    }
}
