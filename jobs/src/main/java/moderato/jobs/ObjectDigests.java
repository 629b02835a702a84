package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import moderato.kernel.TaskContext;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandler;
import moderato.objects.ObjectAddress;
import moderato.objects.StoredObject;

/**
 * Tells the digests that a step's cache key is made of in content mode, of objects, models and images. What is not there is left out; what
 * was taken away on purpose counts as it was, so that what was made of it is still found.
 */
public final class ObjectDigests implements TaskHandler {

    private final JobServices services;
    private final Digests digests;
    private final ImageDigests images;

    public ObjectDigests(JobServices services) {
        this.services = services;
        this.digests = new Digests(services.folder().resolve("digests"), services.clock());
        this.images = new ImageDigests(services.images(), digests);
    }

    @Override
    public JsonNode handle(JsonNode payload, TaskContext context) throws TaskFailedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        try {
            ObjectNode objects = answer.putObject("Objects");
            for (JsonNode object : payload.path("Objects")) {
                String uri = object.path("S3Uri").asText();
                object(uri, object.path("S3DataType").asText("S3Prefix")).ifPresent(digest -> objects.put(uri, digest));
            }
            ObjectNode models = answer.putObject("Models");
            for (JsonNode model : payload.path("Models")) {
                model(model.asText(), context.settings()).ifPresent(digest -> models.set(model.asText(), digest));
            }
            ObjectNode found = answer.putObject("Images");
            for (JsonNode image : payload.path("Images")) {
                images.find(image.asText(), context.settings()).ifPresent(digest -> found.put(image.asText(), digest));
            }
        } catch (IOException e) {
            throw JobFailure.internal(String.valueOf(e.getMessage())).toTaskFailure();
        }
        return answer;
    }

    /** Takes note of an object's digest, so that a large one need not be read for it. */
    public void known(ObjectAddress address, String sha256) throws IOException {
        Optional<StoredObject> object = services.store().find(address);
        if (object.isPresent()) {
            digests.remember(object.get().file(), sha256);
        }
    }

    /** The digest of what is below a prefix, or of the one object there; empty when nothing is there, nor was. */
    public Optional<String> prefix(String uri) throws IOException {
        return object(uri, "S3Prefix");
    }

    /* "Object" is an address that stands elsewhere than in an S3Uri: it means the object of just that key. */
    private Optional<String> object(String uri, String type) throws IOException {
        try {
            if (type.equals("Object")) {
                Optional<StoredObject> object = services.store().find(ObjectAddress.parse(uri));
                return object.isPresent() ? Optional.of(digests.items(List.of(new JobInputs.Item(object.get(), object.get().address().fileName())))) : Optional.empty();
            }
            return Optional.of(digests.items(type.equals("AugmentedManifestFile") ? AugmentedManifest.read(services.store(), uri).items() : services.inputs().items(uri, type)));
        } catch (JobFailure notThere) {
            return services.removed().digest(uri);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private Optional<JsonNode> model(String name, JsonNode settings) throws IOException {
        try {
            StringBuilder image = new StringBuilder();
            StringBuilder artifact = new StringBuilder();
            StringBuilder environment = new StringBuilder();
            for (CreatedModel.Container container : CreatedModel.find(services, name, settings).containers()) {
                image.append(images.find(container.image(), settings).orElse(container.image())).append('\n');
                environment.append(container.environment()).append('\n');
                if (container.artifact().isPresent()) {
                    String address = container.artifact().get();
                    artifact.append(object(address, container.uncompressed() ? "S3Prefix" : "Object").orElse(address)).append('\n');
                }
                for (JsonNode more : container.definition().path("AdditionalModelDataSources")) {
                    String address = more.path("S3DataSource").path("S3Uri").asText();
                    artifact.append(more.path("ChannelName").asText()).append(object(address, "S3Prefix").orElse(address)).append('\n');
                }
            }
            return Optional.of(JsonNodeFactory.instance.objectNode().put("Image", Digests.text(image.toString())).put("Artifact", Digests.text(artifact.toString()))
                    .put("Environment", Digests.text(environment.toString())));
        } catch (JobFailure | IllegalArgumentException noSuchModel) {
            return Optional.empty();
        }
    }
}
