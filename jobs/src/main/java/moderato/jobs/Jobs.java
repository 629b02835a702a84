package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.objects.ObjectAddress;

/**
 * One kind of job as the handler of its tasks: keeps the job's description from its start to its end, and turns what goes wrong into the
 * service's statuses and reasons.
 */
abstract class Jobs implements TaskHandler {

    /* Each waits for the disk: together they wait hardly longer than one. */
    private static final int WRITERS = 8;

    private final JobServices services;
    private final String kind;
    private final String nameMember;
    private final String arnMember;
    private final String statusMember;

    Jobs(JobServices services, String kind, String nameMember, String arnMember, String statusMember) {
        this.services = services;
        this.kind = kind;
        this.nameMember = nameMember;
        this.arnMember = arnMember;
        this.statusMember = statusMember;
    }

    /** A file that becomes an object. */
    record Upload(Path file, ObjectAddress address) {
    }

    /**
     * Runs the job to its end.
     *
     * @param description is completed with what the job's end tells
     */
    abstract void run(JsonNode request, String name, JobRun run, ObjectNode description) throws IOException, InterruptedException, JobFailure;

    /**
     * Runs the job of a payload {@code {Request, Arn}} and answers its description.
     *
     * @throws TaskFailedException with {@code AlgorithmError}, {@code ClientError} or {@code InternalServerError}
     */
    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException, InterruptedException {
        JsonNode request = payload.path("Request");
        String name = request.path(nameMember).asText();
        return run(request, payload.path("Arn").asText(""), new JobRun(context.settings(), context::cancelled, line -> services.listener().line(name, line), () -> {
        }), submitted -> context.submitted(submitted));
    }

    /** Runs a job for whoever asks; the listener learns the description as soon as it is kept. */
    ObjectNode run(JsonNode request, String arn, JobRun asked, Consumer<ObjectNode> submitted) throws TaskFailedException, InterruptedException {
        String name = request.path(nameMember).asText();
        ObjectNode description = ((ObjectNode) request).deepCopy();
        description.remove("Tags");
        description.put(arnMember, arn).put(statusMember, "InProgress").put("CreationTime", now());
        try {
            if (asked.stopping().getAsBoolean()) {
                neverStarted(name, description);
            }
            services.descriptions().keep(kind, name, description);
            submitted.accept(description.deepCopy());
            JobRun run = new JobRun(asked.settings(), asked.stopping(), asked.lines(), () -> {
                if (!kind.equals("tuning")) {
                    description.put(startMember(), now());
                }
                asked.started();
            });
            try {
                runOnWholeInputs(request, name, run, description);
                end(name, description, description.path(statusMember).asText().equals("InProgress") ? "Completed" : description.path(statusMember).asText());
            } catch (JobFailure failure) {
                description.put("FailureReason", failure.failureReason());
                end(name, description, "Failed");
                throw failure.toTaskFailure();
            } catch (InterruptedException stopped) {
                Thread.interrupted(); // a file written by an interrupted thread is cut short
                end(name, description, "Stopped");
                throw stopped;
            }
        } catch (IOException | IllegalArgumentException e) {
            JobFailure failure = e instanceof IllegalArgumentException ? JobFailure.client(String.valueOf(e.getMessage())) : JobFailure.internal(String.valueOf(e.getMessage()));
            description.put("FailureReason", failure.failureReason()).put(statusMember, "Failed");
            throw failure.toTaskFailure();
        }
        return description;
    }

    private void runOnWholeInputs(JsonNode request, String name, JobRun run, ObjectNode description) throws IOException, InterruptedException, JobFailure {
        Map<String, Boolean> before = removed(request);
        try {
            run(request, name, run, description);
        } catch (IOException | JobFailure e) {
            failIfRemoved(request, before);
            throw e;
        }
        failIfRemoved(request, before);
    }

    /* Inputs by whether they were ever taken away on purpose. */
    private Map<String, Boolean> removed(JsonNode request) throws IOException {
        List<JsonNode> sources = new ArrayList<>(request.path("ProcessingInputs").findValues("S3Input"));
        sources.addAll(request.path("InputDataConfig").findValues("S3DataSource"));
        sources.addAll(request.path("TransformInput").findValues("S3DataSource"));
        Map<String, Boolean> removed = new TreeMap<>();
        for (JsonNode source : sources) {
            String uri = source.path("S3Uri").asText();
            removed.put(uri, services.removed().digest(uri).isPresent());
        }
        return removed;
    }

    /* What was taken away in the meantime, or is not there, may have been read in part: whatever the job made of it does not count. */
    private void failIfRemoved(JsonNode request, Map<String, Boolean> before) throws IOException, JobFailure {
        for (Map.Entry<String, Boolean> now : removed(request).entrySet()) {
            if (now.getValue() && (!before.getOrDefault(now.getKey(), false) || services.store().list(address(now.getKey())).isEmpty())) {
                throw JobFailure.inputRemoved(now.getKey());
            }
        }
    }

    /* As when an engine died while it stopped the job: what is left of it is ended by the next one. */
    private void neverStarted(String name, ObjectNode description) throws IOException, InterruptedException {
        Thread.interrupted(); // a file written by an interrupted thread is cut short
        Attempt.endEarlier(services.folder(), kind, name);
        end(name, description, "Stopped");
        throw new InterruptedException("the job was stopped before it started");
    }

    private void end(String name, ObjectNode description, String status) throws IOException {
        description.put(statusMember, status).put(endMember(), now());
        if (!kind.equals("transform")) {
            description.put("LastModifiedTime", now());
        }
        services.descriptions().keep(kind, name, description);
    }

    final JobServices services() {
        return services;
    }

    final String kind() {
        return kind;
    }

    final double now() {
        Instant instant = services.clock().instant();
        return instant.toEpochMilli() / 1000.0;
    }

    private String startMember() {
        return memberPrefix() + "StartTime";
    }

    private String endMember() {
        return memberPrefix() + "EndTime";
    }

    private String memberPrefix() {
        return nameMember.substring(0, nameMember.length() - "JobName".length());
    }

    /** The executor of an image that is a program. */
    final Executor program(String image, JobRun run) throws InterruptedException, JobFailure {
        try {
            return switch (services.images().find(image, run.settings())) {
                case JobImages.Found.Program program -> program.executor();
                case JobImages.Found.Served served -> throw JobFailure.client("the image '" + image + "' is one for batch transforms, not for this kind of job");
            };
        } catch (IOException e) {
            throw JobFailure.client(String.valueOf(e.getMessage()));
        }
    }

    static ObjectAddress address(String uri) throws JobFailure {
        try {
            return ObjectAddress.parse(uri);
        } catch (IllegalArgumentException e) {
            throw JobFailure.client(String.valueOf(e.getMessage()));
        }
    }

    /** Keeps the outputs of the attempt that won; nothing was visible before. */
    final void publish(List<Upload> uploads) throws IOException {
        try (ExecutorService writers = Executors.newFixedThreadPool(Math.clamp(uploads.size(), 1, WRITERS))) {
            List<Future<?>> writing = new ArrayList<>();
            for (Upload upload : uploads) {
                writing.add(writers.submit(() -> {
                    services.store().take(upload.address(), upload.file());
                    return null;
                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while outputs were kept", e);
        }
    }

    /** The description of a job of this kind. */
    final Optional<ObjectNode> describe(String name) throws IOException {
        return services.descriptions().find(kind, name);
    }
}
