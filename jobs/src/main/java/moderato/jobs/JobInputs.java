package moderato.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;

/**
 * Brings objects into the folder of a job.
 *
 * @param store where the objects are
 */
record JobInputs(ObjectStore store) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One object and where it goes below the input's folder. */
    record Item(StoredObject object, String relative) {
    }

    /**
     * What an S3 location means.
     *
     * @param type {@code S3Prefix} (every key that begins with the location's), {@code ManifestFile}, {@code S3Object}
     * @throws JobFailure when there is nothing at the location
     */
    List<Item> items(String uri, String type) throws IOException, JobFailure {
        ObjectAddress address;
        try {
            address = ObjectAddress.parse(uri);
        } catch (IllegalArgumentException e) {
            throw JobFailure.client(String.valueOf(e.getMessage()));
        }
        List<Item> items = switch (type) {
            case "ManifestFile" -> manifest(address);
            case "S3Prefix", "S3Object", "" -> prefix(address);
            default -> throw JobFailure.client("S3DataType " + type + " is not done here; S3Prefix and ManifestFile are");
        };
        if (items.isEmpty()) {
            throw JobFailure.client("No S3 objects found under S3 URL \"" + uri + "\"; put them there with: moderato objects put FILE " + uri);
        }
        return items;
    }

    /** What is for one of several hosts, when items are spread over them by key. */
    static <T> List<T> shard(List<T> items, int host, int hosts) {
        List<T> mine = new ArrayList<>();
        for (int i = host; i < items.size(); i += hosts) {
            mine.add(items.get(i));
        }
        return mine;
    }

    /** Copies items below a folder, which is made. */
    void bring(List<Item> items, Path folder) throws IOException, JobFailure {
        bring(items, folder, (from, to) -> Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Links items below a folder, which is made: for a program that only reads its inputs. */
    void link(List<Item> items, Path folder) throws IOException, JobFailure {
        bring(items, folder, (from, to) -> {
            Files.deleteIfExists(to);
            Files.createSymbolicLink(to, from);
        });
    }

    private interface Way {
        void take(Path from, Path to) throws IOException;
    }

    private static void bring(List<Item> items, Path folder, Way way) throws IOException, JobFailure {
        Files.createDirectories(folder);
        for (Item item : items) {
            Path target = folder.resolve(item.relative()).normalize();
            if (!target.startsWith(folder)) {
                throw JobFailure.client("the key of " + item.object().address() + " leads out of the input's folder");
            }
            if (item.relative().endsWith("/")) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            way.take(item.object().file(), target);
        }
    }

    private List<Item> prefix(ObjectAddress address) throws IOException {
        List<StoredObject> objects = store.list(address);
        if (objects.size() == 1 && objects.getFirst().address().equals(address)) {
            return List.of(new Item(objects.getFirst(), address.fileName()));
        }
        List<Item> items = new ArrayList<>();
        int folderEnd = address.key().endsWith("/") ? address.key().length() : address.key().lastIndexOf('/') + 1;
        for (StoredObject object : objects) {
            String key = object.address().key();
            String relative = key.startsWith(address.key() + "/") ? key.substring(address.key().length() + 1) : key.substring(folderEnd);
            if (!relative.isEmpty()) {
                items.add(new Item(object, relative));
            }
        }
        return items;
    }

    private List<Item> manifest(ObjectAddress address) throws IOException, JobFailure {
        StoredObject file = store.find(address).orElseThrow(() -> JobFailure.client("no manifest at " + address));
        List<Item> items = new ArrayList<>();
        try {
            JsonNode manifest = JSON.readTree(Files.readString(file.file(), StandardCharsets.UTF_8));
            String prefix = manifest.path(0).path("prefix").asText("");
            for (int i = 1; i < manifest.size(); i++) {
                String relative = manifest.path(i).asText();
                ObjectAddress object = ObjectAddress.parse(prefix + relative);
                items.add(new Item(store.find(object).orElseThrow(() -> JobFailure.client("the manifest " + address + " names " + object + ", which is not there")), relative));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw JobFailure.client("the manifest " + address + " is no list of a prefix and keys: " + e.getMessage());
        }
        return items;
    }
}
