package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Digests of images: a built-in one counts by this program's own files, a local command by its words, the files that they name and its
 * requirements, a container by the image's id.
 */
record ImageDigests(JobImages images, Digests digests) {

    /** The digest of an image; empty where nothing stands for it. */
    Optional<String> find(String uri, JsonNode settings) throws IOException {
        Optional<JsonNode> target = JobImages.target(uri, settings);
        if (target.isPresent() && target.get().has("command")) {
            return Optional.of(command(target.get()));
        }
        String name = target.map(found -> found.path("builtIn").asText(uri)).orElse(uri);
        if (images.isBuiltIn(name)) {
            return Optional.of(Digests.text(name + "\n" + Program.DIGEST));
        }
        return Optional.empty();
    }

    private String command(JsonNode target) throws IOException {
        Path folder = Path.of(target.path("folder").asText("."));
        StringBuilder text = new StringBuilder(target.path("environment").toString()).append(target.path("whole").asBoolean(false));
        for (JsonNode word : target.path("command")) {
            text.append('\n').append(word.asText());
            append(text, folder.resolve(word.asText()));
        }
        if (target.has("requirements")) {
            append(text, folder.resolve(target.path("requirements").asText()));
        }
        return Digests.text(text.toString());
    }

    private void append(StringBuilder text, Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            text.append('\0').append(digests.file(file));
        }
    }

    /* Jars are known by size and time: they do not change under a program that runs, and a rebuilt one has another time. */
    private static final class Program {
        static final String DIGEST = digest();

        private static String digest() {
            StringBuilder text = new StringBuilder();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                try {
                    Path path = Path.of(entry);
                    if (Files.isDirectory(path)) {
                        for (Path file : Folders.files(path)) {
                            append(text, file);
                        }
                    } else {
                        append(text, path);
                    }
                } catch (IOException notThere) {
                    text.append(entry).append('\n');
                }
            }
            return Digests.text(text.toString());
        }

        private static void append(StringBuilder text, Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            text.append(file.getFileName()).append(' ').append(attributes.size()).append(' ').append(attributes.lastModifiedTime()).append('\n');
        }
    }
}
