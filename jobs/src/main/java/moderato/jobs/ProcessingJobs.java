package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import moderato.objects.ObjectAddress;

/** Processing jobs, as CreateProcessingJob describes them. */
final class ProcessingJobs extends Jobs {

    private static final long DEFAULT_SECONDS = 86_400;
    private static final int MESSAGE_BYTES = 1024;
    private static final String INPUT = "/opt/ml/processing/input";
    private static final String OUTPUT = "/opt/ml/processing/output";

    ProcessingJobs(JobServices services) {
        super(services, "processing", "ProcessingJobName", "ProcessingJobArn", "ProcessingJobStatus");
    }

    @Override
    void run(JsonNode request, String name, JobRun run, ObjectNode description) throws IOException, InterruptedException, JobFailure {
        String image = request.path("AppSpecification").path("ImageUri").asText();
        Executor executor = program(image, run);
        JsonNode cluster = request.path("ProcessingResources").path("ClusterConfig");
        int hosts = Math.max(1, cluster.path("InstanceCount").asInt(1));
        ContinuousOutputs early = new ContinuousOutputs(services().folder(), name, services().store(), run.lines());
        try (Attempt attempt = Attempt.open(services().folder(), kind(), name, hosts)) {
            for (int host = 0; host < hosts; host++) {
                prepare(request, description, attempt, host, executor.onlyReadsInputs(), run.lines());
            }
            // Better refused now than when all work is done.
            List<Output> outputs = outputs(request, attempt);
            DiskWatch disk = new DiskWatch(attempt.folder(), cluster.path("VolumeSizeInGB").asLong(0) * hosts, run.settings());
            List<PrintStream> logs = new ArrayList<>();
            List<Cluster.HostLaunch> launches = new ArrayList<>();
            Duration longest = Duration.ofSeconds(request.path("StoppingCondition").path("MaxRuntimeInSeconds").asLong(DEFAULT_SECONDS));
            for (int host = 0; host < hosts; host++) {
                JobFolders folders = attempt.folders(host);
                PrintStream log = JobLog.open(attempt.log(host), run.lines());
                logs.add(log);
                launches.add(stop -> new Launch(folders, Attempt.texts(request.path("AppSpecification").path("ContainerEntrypoint")),
                        Attempt.texts(request.path("AppSpecification").path("ContainerArguments")), Attempt.environment(request), Map.of(), log, longest, stop)
                        .watched(disk::full).offline(request.path("NetworkConfig").path("EnableNetworkIsolation").asBoolean(false)));
            }
            run.started();
            List<Ending> endings;
            try (ContinuousOutputs.Watch watch = early.watch(continuous(outputs, early))) {
                endings = Cluster.run(executor, run.stopping(), launches);
            } finally {
                logs.forEach(PrintStream::close);
            }
            disk.check();
            if (run.stopping().getAsBoolean() && endings.stream().anyMatch(ending -> ending.why() == Ending.Why.STOPPED)) {
                throw new InterruptedException("the processing job was stopped");
            }
            finish(outputs, description, attempt, endings);
            early.count();
        }
    }

    private void prepare(JsonNode request, ObjectNode description, Attempt attempt, int host, boolean links, Consumer<String> log) throws IOException, JobFailure {
        String instanceType = request.path("ProcessingResources").path("ClusterConfig").path("InstanceType").asText();
        attempt.writeJson(host, "config/processingjobconfig.json", description);
        attempt.writeJson(host, "config/resourceconfig.json", attempt.resources(host, instanceType));
        for (JsonNode input : request.path("ProcessingInputs")) {
            // What the program brings itself is its own business.
            if (!input.path("AppManaged").asBoolean(false)) {
                bring(input, attempt, host, links, log);
            }
        }
        for (JsonNode output : request.path("ProcessingOutputConfig").path("Outputs")) {
            Files.createDirectories(attempt.folders(host).resolve(output.path("S3Output").path("LocalPath").asText(OUTPUT)));
        }
    }

    private void bring(JsonNode input, Attempt attempt, int host, boolean links, Consumer<String> log) throws IOException, JobFailure {
        String name = input.path("InputName").asText();
        JsonNode s3 = input.path("S3Input");
        if (s3.isMissingNode()) {
            throw JobFailure.client("input '" + name + "' is a DatasetDefinition, which needs AWS (Athena or Redshift); give an S3Input");
        }
        boolean pipe = s3.path("S3InputMode").asText("File").equals("Pipe");
        boolean gzip = s3.path("S3CompressionType").asText("None").equals("Gzip");
        if (gzip && !pipe) {
            throw JobFailure.client("input '" + name + "' has S3CompressionType Gzip, which goes with S3InputMode Pipe only");
        }
        List<JobInputs.Item> items = services().inputs().items(s3.path("S3Uri").asText(), s3.path("S3DataType").asText("S3Prefix"));
        boolean sharded = s3.path("S3DataDistributionType").asText("FullyReplicated").equals("ShardedByS3Key");
        List<JobInputs.Item> own = sharded ? JobInputs.shard(items, host, attempt.hosts()) : items;
        String path = s3.path("LocalPath").asText(INPUT);
        if (pipe) {
            attempt.pipe(host, path, new PipeChannel.Content(PipeChannel.groups(own), gzip, false, OptionalLong.empty()), log);
        } else if (links) {
            services().inputs().link(own, attempt.folders(host).resolve(path));
        } else {
            services().inputs().bring(own, attempt.folders(host).resolve(path));
        }
    }

    /** An output on one of the hosts. */
    private record Output(ObjectAddress target, Path folder, boolean continuous) {
    }

    /* Of every host; those that the program writes to the store itself are left out. */
    private static List<Output> outputs(JsonNode request, Attempt attempt) throws JobFailure {
        List<Output> outputs = new ArrayList<>();
        for (JsonNode output : request.path("ProcessingOutputConfig").path("Outputs")) {
            JsonNode s3 = output.path("S3Output");
            if (output.path("AppManaged").asBoolean(false) || !s3.has("S3Uri")) {
                continue;
            }
            ObjectAddress target = address(s3.path("S3Uri").asText());
            for (int host = 0; host < attempt.hosts(); host++) {
                outputs.add(new Output(target, attempt.folders(host).resolve(s3.path("LocalPath").asText(OUTPUT)), s3.path("S3UploadMode").asText().equals("Continuous")));
            }
        }
        return outputs;
    }

    private static List<MirroredFolder> continuous(List<Output> outputs, ContinuousOutputs early) {
        return outputs.stream().filter(Output::continuous).map(output -> early.output(output.target(), output.folder())).toList();
    }

    private void finish(List<Output> outputs, ObjectNode description, Attempt attempt, List<Ending> endings) throws IOException, JobFailure {
        Path message = attempt.folders(0).messageFile();
        if (Files.isRegularFile(message)) {
            description.put("ExitMessage", exitMessage(message));
        }
        if (endings.stream().anyMatch(ending -> ending.why() == Ending.Why.TOO_LONG)) {
            throw JobFailure.client("Processing job exceeded its MaxRuntimeInSeconds");
        }
        if (endings.stream().anyMatch(ending -> ending.exitCode() != 0)) {
            throw attempt.failure(endings);
        }
        List<Upload> uploads = new ArrayList<>();
        for (Output output : outputs) {
            for (Path file : Folders.files(output.folder())) {
                uploads.add(new Upload(file, output.target().resolve(output.folder().relativize(file).toString())));
            }
        }
        publish(uploads);
    }

    private static String exitMessage(Path message) throws IOException, JobFailure {
        byte[] bytes;
        try (var stream = Files.newInputStream(message)) {
            bytes = stream.readNBytes(MESSAGE_BYTES);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw JobFailure.algorithm("/opt/ml/output/message is not UTF-8");
        }
    }
}
