package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import moderato.objects.ObjectAddress;

/** Training jobs, as CreateTrainingJob describes them. */
final class TrainingJobs extends Jobs {

    private static final long DEFAULT_SECONDS = 86_400;
    /** Where the model of a definition made for tests goes, which names no place; the API itself requires one. The name is the SDK's. */
    private static final String DEFAULT_BUCKET = "s3://sagemaker-us-east-1-000000000000";
    private static final String HYPERPARAMETERS = "input/config/hyperparameters.json";
    private static final String FUNCTION_RESULT = "results.json";
    private static final Duration MIRROR_EVERY = Duration.ofMillis(200);

    TrainingJobs(JobServices services) {
        super(services, "training", "TrainingJobName", "TrainingJobArn", "TrainingJobStatus");
    }

    @Override
    void run(JsonNode request, String name, JobRun run, ObjectNode description) throws IOException, InterruptedException, JobFailure {
        Metrics metrics = new Metrics(request.path("AlgorithmSpecification").path("MetricDefinitions"));
        SpotMarket market = new SpotMarket(run.settings(), name);
        boolean spot = request.path("EnableManagedSpotTraining").asBoolean(false);
        if (spot && request.path("ResourceConfig").path("KeepAlivePeriodInSeconds").asLong(0) > 0) {
            throw JobFailure.client("KeepAlivePeriodInSeconds does not go with EnableManagedSpotTraining: a spot machine is not kept");
        }
        Duration longest = Duration.ofSeconds(request.path("StoppingCondition").path("MaxRuntimeInSeconds").asLong(DEFAULT_SECONDS));
        Instant waitUntil = services().clock().instant().plusSeconds(request.path("StoppingCondition").path("MaxWaitTimeInSeconds").asLong(Long.MAX_VALUE / 4_000_000_000L));
        Duration used = Duration.ZERO;
        secondary(description, "Starting", "Starting the training job");
        while (true) {
            Instant began = services().clock().instant();
            Machine machine = new Machine(request, name, run, description, metrics, spot ? market : new SpotMarket(description.objectNode(), name), longest.minus(used));
            boolean vanished = machine.train();
            used = used.plus(Duration.between(began, services().clock().instant()));
            description.put("TrainingTimeInSeconds", Math.max(1, used.toSeconds())).put("BillableTimeInSeconds", Math.max(1, used.toSeconds()));
            if (!vanished) {
                return;
            }
            secondary(description, "Interrupted", "The spot machine was taken away");
            market.nextMachine();
            if (services().clock().instant().isAfter(waitUntil)) {
                secondary(description, "MaxWaitTimeExceeded", "Training job waited longer than MaxWaitTimeInSeconds");
                description.put("TrainingJobStatus", "Stopped");
                return;
            }
            secondary(description, "Starting", "Starting on another spot machine");
        }
    }

    private void secondary(ObjectNode description, String status, String message) {
        double now = now();
        var transitions = description.withArray("SecondaryStatusTransitions");
        if (!transitions.isEmpty()) {
            ((ObjectNode) transitions.get(transitions.size() - 1)).put("EndTime", now);
        }
        transitions.addObject().put("Status", status).put("StartTime", now).put("StatusMessage", message);
        description.put("SecondaryStatus", status);
    }

    /** One machine, or one set of hosts, that the job is trained on; a spot machine may vanish under it. */
    private final class Machine {

        private final JsonNode request;
        private final String name;
        private final JobRun run;
        private final ObjectNode description;
        private final Metrics metrics;
        private final SpotMarket market;
        private final Duration longest;
        private final AtomicBoolean vanished = new AtomicBoolean();

        Machine(JsonNode request, String name, JobRun run, ObjectNode description, Metrics metrics, SpotMarket market, Duration longest) {
            this.request = request;
            this.name = name;
            this.run = run;
            this.description = description;
            this.metrics = metrics;
            this.market = market;
            this.longest = longest;
        }

        /** Trains, and says whether the machine vanished before it was done. */
        boolean train() throws IOException, InterruptedException, JobFailure {
            Executor executor = program(request.path("AlgorithmSpecification").path("TrainingImage").asText(), run);
            JsonNode resources = request.path("ResourceConfig");
            int hosts = Math.max(1, resources.path("InstanceCount").asInt(1));
            try (Attempt attempt = Attempt.open(services().folder(), kind(), name, hosts)) {
                return end(attempt, train(executor, attempt, resources));
            }
        }

        private List<Ending> train(Executor executor, Attempt attempt, JsonNode resources) throws IOException, InterruptedException, JobFailure {
            secondary(description, "Downloading", "Downloading input data");
            DiskWatch disk = new DiskWatch(attempt.folder(), resources.path("VolumeSizeInGB").asLong(0) * attempt.hosts(), run.settings());
            List<Cluster.HostLaunch> launches = new ArrayList<>();
            List<PrintStream> logs = new ArrayList<>();
            for (int host = 0; host < attempt.hosts(); host++) {
                prepare(attempt, host, resources.path("InstanceType").asText());
                PrintStream log = JobLog.open(attempt.log(host), line -> {
                    metrics.line(line);
                    run.lines().accept(line);
                });
                logs.add(log);
                launches.add(launch(executor, attempt, host, log, disk));
            }
            secondary(description, "Training", "Training image download completed. Training in progress.");
            run.started();
            List<Ending> endings;
            try (Mirror mirror = mirror(attempt)) {
                endings = Cluster.run(executor, () -> run.stopping().getAsBoolean() || mirror.machineVanished(), launches);
            } finally {
                logs.forEach(PrintStream::close);
            }
            disk.check();
            return endings;
        }

        private boolean end(Attempt attempt, List<Ending> endings) throws IOException, JobFailure, InterruptedException {
            if (vanished.get()) {
                return true;
            }
            var last = metrics.last(now());
            if (!last.isEmpty()) {
                description.set("FinalMetricDataList", last);
                services().descriptions().keep(JobDescriptions.METRICS, name, metrics.all());
            }
            boolean tooLong = endings.stream().anyMatch(ending -> ending.why() == Ending.Why.TOO_LONG);
            boolean stopped = endings.stream().anyMatch(ending -> ending.why() == Ending.Why.STOPPED);
            if (!tooLong && !stopped && endings.stream().anyMatch(ending -> ending.exitCode() != 0)) {
                secondary(description, "Failed", "Training job failed");
                throw attempt.failure(endings);
            }
            secondary(description, "Uploading", "Uploading generated training model");
            upload(attempt);
            if (stopped) {
                secondary(description, "Stopped", "Training job stopped");
                throw new InterruptedException("the training job was stopped");
            }
            secondary(description, tooLong ? "MaxRuntimeExceeded" : "Completed", tooLong ? "Training job runtime exceeded MaxRuntimeInSeconds" : "Training job completed");
            description.put("TrainingJobStatus", tooLong ? "Stopped" : "Completed");
            return false;
        }

        private void upload(Attempt attempt) throws IOException, JobFailure {
            ObjectAddress target = address(request.path("OutputDataConfig").path("S3OutputPath").asText(DEFAULT_BUCKET)).resolve(name).resolve("output");
            JobFolders folders = attempt.folders(0);
            Path model = Objects.requireNonNull(folders.root().getParent()).resolve("model.tar.gz");
            Archives.pack(folders.model(), model);
            List<Upload> uploads = new ArrayList<>(List.of(new Upload(model, target.resolve("model.tar.gz"))));
            Path data = folders.resolve("output/data");
            if (!Folders.files(data).isEmpty()) {
                Path output = model.resolveSibling("output.tar.gz");
                Archives.pack(data, output);
                uploads.add(new Upload(output, target.resolve("output.tar.gz")));
            }
            Path result = folders.resolve("output/" + FUNCTION_RESULT);
            if (isFunction() && Files.isRegularFile(result)) {
                uploads.add(new Upload(result, address(request.path("OutputDataConfig").path("S3OutputPath").asText(DEFAULT_BUCKET)).resolve(FUNCTION_RESULT)));
            }
            publish(uploads);
            description.putObject("ModelArtifacts").put("S3ModelArtifacts", target.resolve("model.tar.gz").toString());
        }

        /* The SDK's driver of a function puts its result into the store itself; what stands for it here leaves a file. */
        private boolean isFunction() {
            return Attempt.texts(request.path("AlgorithmSpecification").path("ContainerArguments")).contains("--s3_base_uri");
        }

        private void prepare(Attempt attempt, int host, String instanceType) throws IOException, JobFailure {
            // Better refused now than when all work is done.
            address(request.path("OutputDataConfig").path("S3OutputPath").asText(DEFAULT_BUCKET));
            JobFolders folders = attempt.folders(host);
            Files.createDirectories(folders.model());
            Files.createDirectories(folders.resolve("output/data"));
            attempt.writeJson(host, HYPERPARAMETERS, request.path("HyperParameters").isObject() ? request.path("HyperParameters") : description.objectNode());
            attempt.writeJson(host, "input/config/resourceconfig.json", attempt.resources(host, instanceType));
            ObjectNode channels = description.objectNode();
            for (JsonNode channel : request.path("InputDataConfig")) {
                bring(channel, channels.putObject(channel.path("ChannelName").asText()), attempt, host);
            }
            attempt.writeJson(host, "input/config/inputdataconfig.json", channels);
        }

        private void bring(JsonNode channel, ObjectNode configuration, Attempt attempt, int host) throws IOException, JobFailure {
            String name = channel.path("ChannelName").asText();
            JsonNode source = channel.path("DataSource").path("S3DataSource");
            String mode = channel.path("InputMode").asText(request.path("AlgorithmSpecification").path("TrainingInputMode").asText("File"));
            boolean gzip = channel.path("CompressionType").asText("None").equals("Gzip");
            boolean pipe = mode.equals("Pipe");
            if (source.isMissingNode()) {
                throw JobFailure.client("channel '" + name + "' is read from a file system, which is not done here; give an S3DataSource, and a folder for its bucket with --map");
            }
            if (gzip && !pipe) {
                throw JobFailure.client("channel '" + name + "' has CompressionType Gzip, which goes with TrainingInputMode Pipe only");
            }
            String distribution = source.path("S3DataDistributionType").asText("FullyReplicated");
            if (channel.has("ContentType")) {
                configuration.put("ContentType", channel.path("ContentType").asText());
            }
            configuration.put("TrainingInputMode", mode).put("S3DistributionType", distribution).put("RecordWrapperType", channel.path("RecordWrapperType").asText("None"));
            boolean sharded = distribution.equals("ShardedByS3Key");
            if (pipe) {
                List<PipeChannel.Group> groups = groups(source);
                JsonNode seed = channel.path("ShuffleConfig").path("Seed");
                attempt.pipe(host, "input/data/" + name, new PipeChannel.Content(sharded ? JobInputs.shard(groups, host, attempt.hosts()) : groups, gzip,
                        channel.path("RecordWrapperType").asText("None").equals("RecordIO"), seed.isNumber() ? OptionalLong.of(seed.asLong()) : OptionalLong.empty()), run.lines());
                return;
            }
            if (isAugmented(source)) {
                throw JobFailure.client("channel '" + name + "' reads an AugmentedManifestFile, which goes with TrainingInputMode Pipe only");
            }
            List<JobInputs.Item> items = items(source);
            services().inputs().bring(sharded ? JobInputs.shard(items, host, attempt.hosts()) : items, attempt.folders(host).channel(name));
        }

        private static boolean isAugmented(JsonNode source) {
            return source.path("S3DataType").asText().equals("AugmentedManifestFile");
        }

        private List<JobInputs.Item> items(JsonNode source) throws IOException, JobFailure {
            return services().inputs().items(source.path("S3Uri").asText(), source.path("S3DataType").asText("S3Prefix"));
        }

        private List<PipeChannel.Group> groups(JsonNode source) throws IOException, JobFailure {
            return isAugmented(source) ? AugmentedManifest.read(services().store(), source.path("S3Uri").asText()).groups(Attempt.texts(source.path("AttributeNames")))
                    : PipeChannel.groups(items(source));
        }

        private Cluster.HostLaunch launch(Executor executor, Attempt attempt, int host, PrintStream log, DiskWatch disk) throws IOException, InterruptedException, JobFailure {
            boolean toolkit = executor.bringsToolkit();
            Map<String, String> hyperparameters = new TreeMap<>();
            request.path("HyperParameters").properties().forEach(entry -> hyperparameters.put(entry.getKey(), entry.getValue().asText()));
            JsonNode algorithm = request.path("AlgorithmSpecification");
            Map<String, String> environment = new TreeMap<>(toolkit ? Map.of() : ScriptMode.variables(request, hyperparameters, attempt, host));
            environment.put("TRAINING_JOB_NAME", name);
            environment.put("TRAINING_JOB_ARN", description.path("TrainingJobArn").asText());
            environment.put("AWS_REGION", "us-east-1");
            environment.putAll(Attempt.environment(request));
            List<String> entrypoint = Attempt.texts(algorithm.path("ContainerEntrypoint"));
            List<String> arguments = Attempt.texts(algorithm.path("ContainerArguments"));
            if (toolkit) {
                attempt.writeJson(host, HYPERPARAMETERS, ScriptMode.withLocalScripts(request.path("HyperParameters"), attempt.folders(host), services()));
            } else if (entrypoint.isEmpty()) {
                entrypoint = ScriptMode.command(hyperparameters, attempt.folders(host), services());
                environment.putAll(ScriptMode.packages(executor, attempt.folders(host), log));
            }
            List<String> program = entrypoint;
            List<String> words = program.isEmpty() && arguments.isEmpty() ? List.of("train") : arguments;
            boolean offline = request.path("EnableNetworkIsolation").asBoolean(false);
            return stop -> new Launch(attempt.folders(host), program, words, environment, hyperparameters, log, longest, stop).watched(disk::full).offline(offline);
        }

        private Mirror mirror(Attempt attempt) throws IOException, JobFailure {
            JsonNode configuration = request.path("CheckpointConfig");
            if (configuration.path("S3Uri").asText("").isEmpty()) {
                return new Mirror(null);
            }
            MirroredFolder checkpoints = MirroredFolder.checkpoints(services().store(), configuration, attempt.folders(0));
            checkpoints.restore();
            return new Mirror(checkpoints);
        }

        /** Mirrors checkpoints while the job runs, and takes a spot machine away when its time has come. */
        private final class Mirror implements AutoCloseable {

            private final @org.jspecify.annotations.Nullable MirroredFolder checkpoints;
            private final AtomicBoolean done = new AtomicBoolean();
            private final AtomicInteger copies = new AtomicInteger();
            private final Instant started = services().clock().instant();
            private final Thread thread;

            Mirror(@org.jspecify.annotations.Nullable MirroredFolder checkpoints) {
                this.checkpoints = checkpoints;
                this.thread = Thread.ofVirtual().start(this::watch);
            }

            boolean machineVanished() {
                return vanished.get();
            }

            private void watch() {
                try {
                    while (!done.get()) {
                        copy();
                        if (market.vanishes(copies.get(), started, services().clock().instant())) {
                            vanished.set(true);
                            return;
                        }
                        Thread.sleep(MIRROR_EVERY);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            private void copy() {
                try {
                    if (checkpoints != null && checkpoints.mirror()) {
                        copies.incrementAndGet();
                    }
                } catch (IOException e) {
                    run.lines().accept("[checkpoints could not be mirrored: " + e.getMessage() + "]");
                }
            }

            @Override
            public void close() throws InterruptedException {
                done.set(true);
                thread.interrupt();
                thread.join();
                if (!vanished.get()) {
                    copy();
                }
            }
        }
    }
}
