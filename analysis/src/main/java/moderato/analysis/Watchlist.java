package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * People that somebody looks for: their embeddings, by name. Biometric data: the file is its owner's alone to read, and says what it is for.
 *
 * @param name the list's name
 * @param purpose why these people are looked for
 * @param model the SHA-256 of the network that made the embeddings; those of another cannot be compared
 * @param entries the enrolled pictures, one embedding each
 */
record Watchlist(String name, String purpose, String model, List<Entry> entries) {

    /** One enrolled picture. */
    record Entry(String person, Embedding embedding) {}

    /** Who a person of a video looks like. */
    record Match(String person, double similarity) {}

    Watchlist {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a list.
     *
     * @throws IOException when the file is no such list
     */
    static Watchlist read(Path file) throws IOException {
        JsonNode json;
        try {
            json = JsonLines.MAPPER.readTree(Files.readAllBytes(file));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException(file + ": is no watchlist: " + e.getOriginalMessage(), e);
        }
        if (!json.path("list").isTextual() || !json.path("purpose").isTextual() || !json.path("people").isArray()) {
            throw new IOException(file + ": is no watchlist: \"list\", \"purpose\" and \"people\" are expected;"
                    + " `moderato faces enroll` makes one");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode person : json.get("people")) {
            for (JsonNode vector : person.path("embeddings")) {
                float[] values = new float[vector.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = vector.get(i).floatValue();
                }
                entries.add(new Entry(person.path("name").asText(), Embedding.of(values)));
            }
        }
        return new Watchlist(json.get("list").asText(), json.get("purpose").asText(), json.path("model").asText(), entries);
    }

    /** The people on the list, each once, in the order in which they were enrolled. */
    List<String> people() {
        return entries.stream().map(Entry::person).distinct().toList();
    }

    /** The list with more pictures of a person. */
    Watchlist with(String person, List<Embedding> embeddings) {
        List<Entry> more = new ArrayList<>(entries);
        embeddings.forEach(embedding -> more.add(new Entry(person, embedding)));
        return new Watchlist(name, purpose, model, more);
    }

    /** The enrolled person that some of these faces look most like, if like enough. */
    Optional<Match> match(List<Embedding> faces) {
        Optional<Match> best = Optional.empty();
        double highest = People.SAME;
        for (Entry entry : entries) {
            for (Embedding face : faces) {
                double similarity = entry.embedding().similarity(face);
                if (similarity >= highest) {
                    highest = similarity;
                    best = Optional.of(new Match(entry.person(), similarity));
                }
            }
        }
        return best;
    }

    /** Writes the list whole or not at all; only its owner may read it. */
    void write(Path file) throws IOException {
        ObjectNode json = JsonLines.MAPPER.createObjectNode();
        json.put("list", name).put("purpose", purpose).put("model", model);
        ArrayNode listed = json.putArray("people");
        for (String person : people()) {
            ArrayNode vectors = listed.addObject().put("name", person).putArray("embeddings");
            for (Entry entry : entries) {
                if (entry.person().equals(person)) {
                    ArrayNode vector = vectors.addArray();
                    for (float value : entry.embedding().values()) {
                        vector.add(value);
                    }
                }
            }
        }
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        // A temporary file is its owner's alone from the start.
        Path written = Files.createTempFile(folder, "list", ".tmp");
        try {
            Files.write(written, JsonLines.MAPPER.writeValueAsBytes(json));
            if (Files.getFileStore(written).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
