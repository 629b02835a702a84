package moderato.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;

/**
 * An augmented manifest: JSON lines, each the attributes of one record. An attribute whose name ends with {@code -ref} names an object.
 *
 * @param object the manifest itself
 * @param lines its lines, blank ones left out
 */
record AugmentedManifest(StoredObject object, List<Line> lines, ObjectStore store) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REFERENCE = "-ref";

    AugmentedManifest {
        lines = List.copyOf(lines);
    }

    /**
     * A line.
     *
     * @param number its place in the file, from 1
     * @param record a JSON object
     */
    record Line(int number, JsonNode record) {
    }

    /**
     * Reads a manifest.
     *
     * @throws JobFailure when it is not there or a line is no JSON object
     */
    static AugmentedManifest read(ObjectStore store, String uri) throws IOException, JobFailure {
        ObjectAddress address = Jobs.address(uri);
        StoredObject object = store.find(address).orElseThrow(() -> JobFailure.client("no augmented manifest at " + address));
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(object.file())) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode json = JSON.readTree(line);
                if (!json.isObject()) {
                    throw JobFailure.client("line " + number + " of the augmented manifest " + address + " is no JSON object");
                }
                lines.add(new Line(number, json));
            } catch (JsonProcessingException e) {
                throw JobFailure.client("line " + number + " of the augmented manifest " + address + " is not JSON: " + e.getOriginalMessage());
            }
        }
        return new AugmentedManifest(object, lines, store);
    }

    /** What a channel sends for each line: the attributes named, in their order; of a reference the object's bytes, of others the value as text. */
    List<PipeChannel.Group> groups(List<String> attributes) throws IOException, JobFailure {
        if (attributes.isEmpty()) {
            throw JobFailure.client("a channel with an AugmentedManifestFile needs AttributeNames: which attributes are sent, and in which order");
        }
        List<PipeChannel.Group> groups = new ArrayList<>();
        for (Line line : lines) {
            List<PipeChannel.Piece> pieces = new ArrayList<>();
            for (String attribute : attributes) {
                JsonNode value = line.record().get(attribute);
                if (value == null) {
                    throw JobFailure.client("line " + line.number() + " of the augmented manifest " + object.address() + " has no attribute '" + attribute + "', which AttributeNames asks for");
                }
                pieces.add(attribute.endsWith(REFERENCE) ? new PipeChannel.Piece.Stored(referenced(value.asText()).file())
                        : new PipeChannel.Piece.Text(value.isValueNode() ? value.asText() : value.toString()));
            }
            groups.add(new PipeChannel.Group(pieces));
        }
        return groups;
    }

    /** The manifest and every object that it names. */
    List<JobInputs.Item> items() throws IOException, JobFailure {
        List<JobInputs.Item> items = new ArrayList<>(List.of(new JobInputs.Item(object, object.address().fileName())));
        for (Line line : lines) {
            for (var attribute : line.record().properties()) {
                if (attribute.getKey().endsWith(REFERENCE)) {
                    StoredObject named = referenced(attribute.getValue().asText());
                    items.add(new JobInputs.Item(named, named.address().key()));
                }
            }
        }
        return items;
    }

    private StoredObject referenced(String uri) throws IOException, JobFailure {
        ObjectAddress address = Jobs.address(uri);
        return store.find(address).orElseThrow(() -> JobFailure.client("the augmented manifest " + object.address() + " names " + address + ", which is not there"));
    }
}
