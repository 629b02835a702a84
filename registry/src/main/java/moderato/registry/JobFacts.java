package moderato.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job's description says of its parameters, inputs and outputs.
 *
 * @param parameters by name, as the service names them
 */
record JobFacts(Kind kind, String name, String arn, Map<String, String> parameters, List<Data> inputs, List<Data> outputs) {

    /** An object, image or model that a job reads or writes; {@code type} is that of the artifact that stands for it. */
    record Data(String name, String type, String uri, String mediaType) {
    }

    /** The kinds of job, by the last word of the resource that asks for one. */
    enum Kind {
        processing("ProcessingJob", "Processing"), training("TrainingJob", "Training"), transform("TransformJob", "Transform"), tuning("HyperParameterTuningJob",
                "HyperParameterTuning"), model("Model", "");

        private final String member;
        private final String timePrefix;

        Kind(String member, String timePrefix) {
            this.member = member;
            this.timePrefix = timePrefix;
        }

        /** What the API's members of such a job begin with, such as {@code TrainingJob} of TrainingJobName. */
        String member() {
            return member;
        }

        String startMember() {
            // A tuning job has no time at which it started.
            return this == tuning ? "CreationTime" : timePrefix + "StartTime";
        }

        String endMember() {
            return timePrefix + "EndTime";
        }
    }

    /** Reads a description, such as DescribeTrainingJob's answer. */
    static JobFacts of(Kind kind, JsonNode description) {
        JobFacts facts = new JobFacts(kind, description.path(kind.member + "Name").asText(), description.path(kind.member + "Arn").asText(), new LinkedHashMap<>(), new ArrayList<>(),
                new ArrayList<>());
        switch (kind) {
            case processing -> facts.processing(description);
            case training -> facts.training(description);
            case transform -> facts.transform(description);
            case tuning -> facts.tuning(description);
            case model -> facts.model(description);
        }
        return facts;
    }

    private void processing(JsonNode job) {
        input("SageMaker.ImageUri", "Image", job.path("AppSpecification").path("ImageUri"), "");
        instances(job.path("ProcessingResources").path("ClusterConfig"));
        for (JsonNode input : job.path("ProcessingInputs")) {
            String name = input.path("InputName").asText("input");
            JsonNode uri = input.path("S3Input").path("S3Uri");
            // A processing job does not say which of its inputs is a model; by these names they usually go.
            input(name, name.matches("models?") || uri.asText().endsWith("/model.tar.gz") ? "Model" : "DataSet", uri, "");
        }
        for (JsonNode output : job.path("ProcessingOutputConfig").path("Outputs")) {
            output(output.path("OutputName").asText("output"), "DataSet", output.path("S3Output").path("S3Uri"));
        }
    }

    private void training(JsonNode job) {
        input("SageMaker.ImageUri", "Image", job.path("AlgorithmSpecification").path("TrainingImage"), "");
        instances(job.path("ResourceConfig"));
        job.path("HyperParameters").properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        channels(job);
        output("SageMaker.ModelArtifact", "Model", job.path("ModelArtifacts").path("S3ModelArtifacts"));
        output("SageMaker.Checkpoints", "Checkpoint", job.path("CheckpointConfig").path("S3Uri"));
    }

    private void transform(JsonNode job) {
        String model = job.path("ModelName").asText();
        inputs.add(new Data("SageMaker.ModelName", "Model", Arns.of("model", model), ""));
        instances(job.path("TransformResources"));
        input("SageMaker.TransformInput", "DataSet", job.path("TransformInput").path("DataSource").path("S3DataSource").path("S3Uri"), job.path("TransformInput").path("ContentType").asText(""));
        output("SageMaker.TransformOutput", "DataSet", job.path("TransformOutput").path("S3OutputPath"));
    }

    private void tuning(JsonNode job) {
        List<JsonNode> definitions = new ArrayList<>();
        if (job.has("TrainingJobDefinition")) {
            definitions.add(job.get("TrainingJobDefinition"));
        }
        job.path("TrainingJobDefinitions").forEach(definitions::add);
        parameters.put("Strategy", job.path("HyperParameterTuningJobConfig").path("Strategy").asText());
        for (JsonNode definition : definitions) {
            input("SageMaker.ImageUri", "Image", definition.path("AlgorithmSpecification").path("TrainingImage"), "");
            definition.path("StaticHyperParameters").properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
            channels(definition);
        }
    }

    private void model(JsonNode model) {
        List<JsonNode> containers = new ArrayList<>(List.of(model.path("PrimaryContainer")));
        model.path("Containers").forEach(containers::add);
        for (JsonNode container : containers) {
            input("SageMaker.ImageUri", "Image", container.path("Image"), "");
            input("SageMaker.ModelArtifact", "Model", container.path("ModelDataUrl"), "");
            input("SageMaker.ModelArtifact", "Model", container.path("ModelDataSource").path("S3DataSource").path("S3Uri"), "");
            input("SageMaker.ModelPackage", "ModelPackage", container.path("ModelPackageName"), "");
        }
    }

    private void channels(JsonNode job) {
        for (JsonNode channel : job.path("InputDataConfig")) {
            input(channel.path("ChannelName").asText("training"), "DataSet", channel.path("DataSource").path("S3DataSource").path("S3Uri"), channel.path("ContentType").asText(""));
        }
    }

    private void instances(JsonNode cluster) {
        for (String member : List.of("InstanceCount", "InstanceType", "VolumeSizeInGB")) {
            if (cluster.has(member)) {
                parameters.put("SageMaker." + member, cluster.path(member).asText());
            }
        }
    }

    private void input(String name, String type, JsonNode uri, String mediaType) {
        if (uri.isTextual() && !uri.asText().isEmpty()) {
            inputs.add(new Data(name, type, uri.asText(), mediaType));
        }
    }

    private void output(String name, String type, JsonNode uri) {
        if (uri.isTextual() && !uri.asText().isEmpty()) {
            outputs.add(new Data(name, type, uri.asText(), ""));
        }
    }
}
