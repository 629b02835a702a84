package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moderato.objects.StoredObject;

/**
 * A created model, as jobs use it.
 *
 * @param containers its containers; each but the first is given what the one before it answers
 */
record CreatedModel(String name, List<Container> containers) {

    private static final String ADDITIONAL = "/opt/ml/additional-model-data-sources/";

    CreatedModel {
        containers = List.copyOf(containers);
    }

    /** The model of that name: the one that was created, else what the run's settings say it is. */
    static CreatedModel find(JobServices services, String name, JsonNode settings) throws IOException, JobFailure {
        Optional<ObjectNode> created = services.descriptions().find("model", name);
        if (created.isPresent()) {
            return of(created.get(), services);
        }
        JsonNode standIn = JobImages.model(name, settings).orElseThrow(() -> JobFailure.client("Could not find model \"" + name + "\"; a Model step or createModel makes one, "
                + "or the image map (--images FILE) says what it is: models: {\"" + name + "\": {Image: URI, ModelDataUrl: \"s3://...\"}}"));
        return of(JsonNodeFactory.instance.objectNode().put("ModelName", name).set("PrimaryContainer", standIn), services);
    }

    /** The model of a CreateModel request. */
    static CreatedModel of(JsonNode request, JobServices services) throws IOException, JobFailure {
        List<Container> containers = new ArrayList<>();
        for (JsonNode container : request.has("Containers") ? request.path("Containers") : List.of(request.path("PrimaryContainer"))) {
            if (container.hasNonNull("ModelPackageName")) {
                containers.addAll(packaged(container, services));
            } else {
                containers.add(new Container(container));
            }
        }
        for (Container container : containers) {
            if (container.image().isEmpty()) {
                throw JobFailure.client("model '" + request.path("ModelName").asText() + "' has a container without Image and ModelPackageName");
            }
        }
        return new CreatedModel(request.path("ModelName").asText(), containers);
    }

    private static List<Container> packaged(JsonNode container, JobServices services) throws IOException, JobFailure {
        String name = container.path("ModelPackageName").asText();
        JsonNode found = services.packages().find(name).orElseThrow(() -> JobFailure.client("there is no model package " + name));
        List<Container> containers = new ArrayList<>();
        found.path("InferenceSpecification").path("Containers").forEach(each -> containers.add(new Container(each)));
        return containers;
    }

    /**
     * One container of a model.
     *
     * @param definition ContainerDefinition as the service's API has it
     */
    record Container(JsonNode definition) {

        String image() {
            return definition.path("Image").asText("");
        }

        Map<String, String> environment() {
            Map<String, String> variables = new TreeMap<>();
            definition.path("Environment").properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
            return variables;
        }

        /** Where its artifact is; empty when it has none. */
        Optional<String> artifact() {
            String single = definition.path("ModelDataUrl").asText(definition.path("ModelDataSource").path("S3DataSource").path("S3Uri").asText(""));
            return single.isEmpty() ? Optional.empty() : Optional.of(single);
        }

        /** Whether the artifact is a folder of files, not an archive. */
        boolean uncompressed() {
            return definition.path("ModelDataSource").path("S3DataSource").path("CompressionType").asText("Gzip").equals("None");
        }

        /** Puts the artifact where the contract has it, {@code /opt/ml/model}. */
        void bring(JobServices services, JobFolders folders, boolean linked) throws IOException, JobFailure {
            Files.createDirectories(folders.model());
            if (artifact().isPresent() && uncompressed()) {
                bring(services, definition.path("ModelDataSource").path("S3DataSource"), folders.model(), linked);
            } else if (artifact().isPresent()) {
                StoredObject archive = archive(services);
                try {
                    Archives.unpack(archive.file(), folders.model());
                } catch (IOException e) {
                    throw JobFailure.client("the model data at " + archive.address() + " cannot be unpacked: " + e.getMessage());
                }
            }
            for (JsonNode more : definition.path("AdditionalModelDataSources")) {
                bring(services, more.path("S3DataSource"), folders.resolve(ADDITIONAL + more.path("ChannelName").asText()), linked);
            }
        }

        private static void bring(JobServices services, JsonNode source, Path folder, boolean linked) throws IOException, JobFailure {
            String type = source.path("S3DataType").asText("S3Prefix");
            List<JobInputs.Item> items = services.inputs().items(source.path("S3Uri").asText(), type);
            if (linked) {
                services.inputs().link(items, folder);
            } else {
                services.inputs().bring(items, folder);
            }
        }

        /** The archive that is its artifact. */
        StoredObject archive(JobServices services) throws IOException, JobFailure {
            String address = artifact().orElseThrow();
            return services.store().find(Jobs.address(address)).orElseThrow(() -> JobFailure.client("Could not find model data at " + address));
        }
    }
}
