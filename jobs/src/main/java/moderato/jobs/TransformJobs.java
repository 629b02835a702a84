package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Batch transforms, as CreateTransformJob describes them.
 *
 * <p>Each host of a job starts the model's containers, and works on its share of the objects. What worked is published when the last
 * object is done, also when others failed, and the job with them.
 */
final class TransformJobs extends Jobs {

    private static final Duration LONGEST = Duration.ofDays(28);
    private static final Duration LONGEST_START = Duration.ofMinutes(8);

    TransformJobs(JobServices services) {
        super(services, "transform", "TransformJobName", "TransformJobArn", "TransformJobStatus");
    }

    @Override
    void run(JsonNode request, String name, JobRun run, ObjectNode description) throws IOException, InterruptedException, JobFailure {
        TransformRequest transform = TransformRequest.of(request);
        CreatedModel model = CreatedModel.find(services(), request.path("ModelName").asText(), run.settings());
        JsonNode source = request.path("TransformInput").path("DataSource").path("S3DataSource");
        List<JobInputs.Item> items = services().inputs().items(source.path("S3Uri").asText(), source.path("S3DataType").asText("S3Prefix")).stream()
                .filter(item -> !item.relative().endsWith("/")).toList();
        int machines = transform.hosts() * model.containers().size();
        try (Attempt attempt = Attempt.open(services().folder(), kind(), name, machines)) {
            DiskWatch disk = new DiskWatch(attempt.folder(), 0, run.settings());
            List<TransformHost.Done> done = new ArrayList<>();
            try {
                if (transform.hosts() == 1) {
                    done.addAll(host(transform, model, run, new Place(attempt, disk), 0, items));
                } else {
                    done.addAll(hosts(transform, model, run, new Place(attempt, disk), items));
                }
            } finally {
                disk.check();
            }
            if (run.stopping().getAsBoolean()) {
                throw new InterruptedException("the transform job was stopped");
            }
            publish(done.stream().flatMap(each -> each.upload().stream()).toList());
            failIfAny(done, attempt);
        }
    }

    private static void failIfAny(List<TransformHost.Done> done, Attempt attempt) throws JobFailure {
        List<TransformHost.Done> failed = done.stream().filter(each -> each.failure().isPresent()).toList();
        if (!failed.isEmpty()) {
            TransformHost.Done first = failed.getFirst();
            throw JobFailure.algorithm(failed.size() + " of " + done.size() + " objects could not be transformed; the first is " + first.object() + ": " + first.failure().get()
                    + "; the log is " + attempt.logs());
        }
    }

    /** Where the job's hosts work. */
    private record Place(Attempt attempt, DiskWatch disk) {
    }

    private List<TransformHost.Done> hosts(TransformRequest transform, CreatedModel model, JobRun run, Place place, List<JobInputs.Item> items)
            throws IOException, InterruptedException, JobFailure {
        List<TransformHost.Done> done = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<TransformHost.Done>>> running = new ArrayList<>();
            for (int i = 0; i < transform.hosts(); i++) {
                int host = i;
                running.add(pool.submit(() -> host(transform, model, run, place, host, JobInputs.shard(items, host, transform.hosts()))));
            }
            try {
                for (Future<List<TransformHost.Done>> host : running) {
                    done.addAll(host.get());
                }
            } catch (InterruptedException e) {
                pool.shutdownNow();
                throw e;
            } catch (ExecutionException e) {
                pool.shutdownNow();
                switch (e.getCause()) {
                    case JobFailure failure -> throw failure;
                    case IOException failure -> throw failure;
                    case InterruptedException stopped -> throw stopped;
                    case null, default -> throw new IOException(String.valueOf(e.getMessage()), e);
                }
            }
        }
        return done;
    }

    private List<TransformHost.Done> host(TransformRequest transform, CreatedModel model, JobRun run, Place place, int host, List<JobInputs.Item> items)
            throws IOException, InterruptedException, JobFailure {
        Attempt attempt = place.attempt();
        int first = host * model.containers().size();
        List<Serving> chain = new ArrayList<>();
        try (PrintStream log = JobLog.open(attempt.log(first), run.lines())) {
            try {
                for (int i = 0; i < model.containers().size(); i++) {
                    chain.add(serve(transform, model.containers().get(i), run, new Start(place, first, first + i, log)));
                }
                TransformLimits limits = TransformLimits.of(transform.asked().or(chain.getFirst().executionParameters()));
                run.started();
                return new TransformHost(transform, limits, chain, attempt.folders(first).resolve("output/transformed"), log, run.stopping()).transform(items);
            } finally {
                if (!chain.stream().allMatch(Serving::keepable)) {
                    services().descriptions().keep(JobDescriptions.NOT_KEPT, attempt.toString(), JsonNodeFactory.instance.objectNode());
                }
                chain.reversed().forEach(Serving::close);
            }
        }
    }

    private Serving serve(TransformRequest transform, CreatedModel.Container container, JobRun run, Start start)
            throws IOException, InterruptedException, JobFailure {
        Map<String, String> environment = environment(transform, container);
        JobImages.Found found;
        try {
            found = services().images().find(container.image(), run.settings());
        } catch (IOException e) {
            throw JobFailure.client(String.valueOf(e.getMessage()));
        }
        container.bring(services(), start.folders(), found instanceof JobImages.Found.Served);
        return switch (found) {
            case JobImages.Found.Served(ServingImage image) -> load(image, start.folders(), new JobConfiguration(List.of("serve"), environment, Map.of(), start.log(), run.stopping()));
            case JobImages.Found.Program(Executor executor) -> start(executor, transform, run, environment, start);
        };
    }

    private static Serving load(ServingImage image, JobFolders folders, JobConfiguration configuration) throws InterruptedException, JobFailure {
        try {
            return new BuiltInServing(image.load(folders, configuration));
        } catch (IOException | RuntimeException e) {
            e.printStackTrace(configuration.log());
            throw JobFailure.algorithm("the model could not be loaded: " + e.getMessage());
        }
    }

    /**
     * Where a container of a host starts.
     *
     * @param first the first container of the host, whose log they all write
     * @param container the number of the container among those of all hosts
     */
    private record Start(Place place, int first, int container, PrintStream log) {

        JobFolders folders() {
            return place.attempt().folders(container);
        }
    }

    private static Serving start(Executor executor, TransformRequest transform, JobRun run, Map<String, String> environment, Start start)
            throws IOException, InterruptedException, JobFailure {
        int port = Ports.take();
        boolean chunked = transform.asked().maxPayloadInMb().equals(OptionalInt.of(0));
        HttpServing.Patience patience = new HttpServing.Patience(LONGEST_START, transform.invocationTimeout(), transform.retries(), chunked);
        try {
            return new ServingAtPort(HttpServing.start(executor, stop -> new Launch(start.folders(), List.of(), List.of("serve"), environment, Map.of(), start.log(), LONGEST, stop,
                    OptionalInt.of(port)).watched(start.place().disk()::full), port, patience, run.stopping()), port);
        } catch (JobFailure e) {
            Ports.giveBack(port);
            throw JobFailure.algorithm(e.getMessage() + "; " + start.place().attempt().said(start.first()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            Ports.giveBack(port);
            throw e;
        }
    }

    /** A model that gives its port back when it ends. */
    private record ServingAtPort(Serving serving, int port) implements Serving {

        @Override
        public ExecutionParameters executionParameters() {
            return serving.executionParameters();
        }

        @Override
        public Content invoke(Content request, String accept) throws IOException, InterruptedException {
            return serving.invoke(request, accept);
        }

        @Override
        public boolean keepable() {
            return serving.keepable();
        }

        @Override
        public void close() {
            serving.close();
            Ports.giveBack(port);
        }
    }

    /* The service passes the limits on only where the request gives them. */
    private static Map<String, String> environment(TransformRequest transform, CreatedModel.Container container) {
        Map<String, String> variables = new TreeMap<>(container.environment());
        variables.putAll(transform.environment());
        variables.put("SAGEMAKER_BATCH", "true");
        variables.put("AWS_REGION", "us-east-1");
        transform.asked().maxPayloadInMb().ifPresent(value -> variables.put("SAGEMAKER_MAX_PAYLOAD_IN_MB", String.valueOf(value)));
        transform.asked().maxConcurrentTransforms().ifPresent(value -> variables.put("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", String.valueOf(value)));
        transform.asked().strategy().ifPresent(value -> variables.put("SAGEMAKER_BATCH_STRATEGY", value.name()));
        return variables;
    }
}
