package moderato.handlers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;

/**
 * A local command as a function: the event as JSON on its standard input, its answer as JSON on its standard output.
 *
 * <p>An exit code other than 0 is a failure. Where the command then prints an object with {@code errorType} and {@code errorMessage}, these
 * are the error; otherwise it is Lambda's {@code Runtime.ExitError}, with the end of the standard error.
 *
 * @param command the program and its arguments
 * @param folder the folder it starts in
 */
public record CommandFunction(List<String> command, Path folder) implements LocalFunction {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OUTPUT_BYTES_AT_MOST = 6 << 20;
    private static final int ERROR_BYTES_KEPT = 4096;
    private static final long SECONDS_TO_END = 5;

    public CommandFunction {
        command = List.copyOf(command);
    }

    @Override
    public JsonNode call(JsonNode event, TaskContext context) throws TaskFailedException, InterruptedException {
        Process process = start(context);
        try {
            CompletableFuture<byte[]> output = async(() -> process.getInputStream().readNBytes(OUTPUT_BYTES_AT_MOST + 1));
            CompletableFuture<byte[]> errors = async(() -> end(process.getErrorStream()));
            CompletableFuture<byte[]> input = async(() -> {
                try (OutputStream in = process.getOutputStream()) {
                    in.write(JSON.writeValueAsBytes(event));
                } catch (IOException commandDoesNotRead) {
                    return new byte[0];
                }
                return new byte[0];
            });
            byte[] printed = output.get();
            if (printed.length > OUTPUT_BYTES_AT_MOST) {
                throw new TaskFailedException("Function.ResponseSizeTooLarge", "the command printed more than " + OUTPUT_BYTES_AT_MOST + " bytes: " + command);
            }
            int code = process.waitFor();
            input.get();
            return answer(code, new String(printed, StandardCharsets.UTF_8), new String(errors.get(), StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            throw new TaskFailedException("Lambda.Unknown", "cannot talk to the command " + command + ": " + e.getCause());
        } finally {
            end(process);
        }
    }

    private Process start(TaskContext context) throws TaskFailedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("MODERATO_RUN", context.run().id());
            builder.environment().put("MODERATO_IDEMPOTENCY_KEY", context.idempotencyKey());
            context.token().ifPresent(token -> builder.environment().put("MODERATO_TASK_TOKEN", token));
            return builder.start();
        } catch (IOException e) {
            throw new TaskFailedException("Lambda.Unknown", "cannot start the command " + command + ": " + e.getMessage());
        }
    }

    private JsonNode answer(int code, String printed, String errors) throws TaskFailedException {
        if (code == 0) {
            if (printed.isBlank()) {
                return NullNode.instance;
            }
            try {
                return JSON.readTree(printed);
            } catch (JsonProcessingException e) {
                throw failure("Runtime.MarshalError", "the command's output is not JSON: " + e.getOriginalMessage());
            }
        }
        try {
            JsonNode error = JSON.readTree(printed);
            if (error != null && error.path("errorType").isTextual()) {
                throw new TaskFailedException(error.path("errorType").asText(), error.toString());
            }
        } catch (JsonProcessingException notJson) {
            // the general error below says what is known
        }
        throw failure("Runtime.ExitError", "the command " + command + " ended with exit code " + code + (errors.isBlank() ? "" : ": " + errors.strip()));
    }

    private static TaskFailedException failure(String type, String message) {
        return new TaskFailedException(type, JSON.createObjectNode().put("errorType", type).put("errorMessage", message).toString());
    }

    private interface Reading {
        byte[] read() throws IOException;
    }

    private static CompletableFuture<byte[]> async(Reading reading) {
        CompletableFuture<byte[]> future = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                future.complete(reading.read());
            } catch (IOException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    private static byte[] end(InputStream stream) throws IOException {
        ArrayDeque<byte[]> kept = new ArrayDeque<>();
        int size = 0;
        for (byte[] chunk = stream.readNBytes(1024); chunk.length > 0; chunk = stream.readNBytes(1024)) {
            kept.add(chunk);
            size += chunk.length;
            while (size - kept.element().length >= ERROR_BYTES_KEPT) {
                size -= kept.remove().length;
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        kept.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static void end(Process process) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } finally {
            family.forEach(ProcessHandle::destroyForcibly);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
