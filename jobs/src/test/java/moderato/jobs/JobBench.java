package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TestTask;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;

/** A home of jobs in a folder, with its object store, for tests. */
final class JobBench {

    static final ObjectMapper JSON = new ObjectMapper();

    final Path folder;
    final FolderStore store;
    final Map<String, Image> images = new HashMap<>();
    final Map<String, ServingImage> serving = new HashMap<>();
    Duration grace = Duration.ofSeconds(10);
    BooleanSupplier cancelled = () -> false;
    Docker docker = new Docker("no-docker-here");
    ObjectNode settings = JSON.createObjectNode();

    JobBench(Path folder) {
        this.folder = folder;
        this.store = new FolderStore(folder.resolve("objects"));
    }

    JobServices services() {
        return new JobServices(folder.resolve("jobs"), store, new JobImages(images, serving, folder.resolve("environments"), grace, docker), Clock.systemUTC());
    }

    /** Runs the work of a resource as an engine would ask for it. */
    JsonNode run(String resource, ObjectNode request) throws TaskFailedException, InterruptedException {
        return run(resource, request, JSON.createObjectNode().put("Arn", "arn:aws:sagemaker:us-east-1:000000000000:x/y"));
    }

    /** The same with a payload that has more than the request, or another one. */
    JsonNode run(String resource, ObjectNode request, ObjectNode payload) throws TaskFailedException, InterruptedException {
        JsonNode whole = payload.has("Request") ? payload : payload.set("Request", request);
        return new JobHandlers(services()).find(resource).orElseThrow().handle(whole, TestTask.of(resource, settings).cancelledWhen(cancelled));
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void put(String address, String text) throws IOException {
        put(address, text.getBytes(StandardCharsets.UTF_8));
    }

    void put(String address, byte[] bytes) throws IOException {
        store.put(ObjectAddress.parse(address), new ByteArrayInputStream(bytes));
    }

    String text(String address) throws IOException {
        return Files.readString(store.find(ObjectAddress.parse(address)).orElseThrow(() -> new IOException("no object " + address)).file());
    }

    List<String> keys(String prefix) throws IOException {
        return store.list(ObjectAddress.parse(prefix)).stream().map(object -> object.address().key()).toList();
    }
}
