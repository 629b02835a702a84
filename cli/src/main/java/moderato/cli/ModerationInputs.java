package moderato.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import moderato.analysis.VideoDigest;
import moderato.jobs.ObjectDigests;
import moderato.models.Manifest;
import moderato.models.ModelEntry;
import moderato.models.ModelFile;
import moderato.models.ModelStore;
import moderato.moderation.Domains;
import moderato.moderation.Policy;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * Puts what a moderation reads into the object store, under addresses that hold its digest, and says so in the pipeline's parameters. Files
 * are linked where the file system allows.
 *
 * @param store the object store
 * @param models the models
 * @param digests where it is noted which digest an object has
 */
record ModerationInputs(ObjectStore store, ModelStore models, ObjectDigests digests) {

    /** The bucket of everything that moderations keep. */
    static final String BUCKET = "moderato";

    private static final Map<String, List<String>> TASKS = Map.of(Domains.NUDITY, List.of(Domains.NUDITY), Domains.FACES, List.of(Domains.FACES, Domains.OBJECTS),
            Domains.TEXT, List.of(Domains.TEXT), Domains.SPEECH, List.of(Domains.SPEECH), Domains.TOXICITY, List.of(Domains.TOXICITY));
    private static final List<String> FOLDERS = List.of(Domains.NUDITY, Domains.OBJECTS, Domains.FACES, Domains.TEXT, Domains.SPEECH, Domains.TOXICITY);

    /** The address of a video. */
    String video(Path video) throws IOException {
        String name = String.valueOf(video.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.matches("(?s).*\\.[a-z0-9]{1,8}") ? name.substring(name.lastIndexOf('.')) : "";
        String digest = VideoDigest.of(video);
        ObjectAddress address = address("videos/" + digest + "/video" + ending);
        store.link(address, video);
        digests.known(address, digest);
        return address.toString();
    }

    /** The prefix of a policy: the file's bytes, or a few lines that name the shipped one for an audience. */
    String policy(Path file, Policy read) throws IOException {
        byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file)
                : ("name: " + read.name() + "\nextends: default\naudience: " + read.audience().json() + "\n").getBytes(StandardCharsets.UTF_8);
        return put("policies", Map.of("policy.yaml", bytes));
    }

    /** The prefix of lists of known content, each under its own name in a folder that keeps its place. */
    String hashLists(List<Path> lists) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path list : lists) {
            files.put("%04d/%s".formatted(files.size(), list.getFileName()), Files.readAllBytes(list));
        }
        return put("hash-lists", files);
    }

    /** The prefix of a list of people. */
    String watchlist(Path list) throws IOException {
        return put("watchlists", Map.of(String.valueOf(list.getFileName()), Files.readAllBytes(list)));
    }

    /** The prefix that stands for nothing. */
    String nothing() throws IOException {
        return put("none", Map.of());
    }

    private String put(String kind, Map<String, byte[]> files) throws IOException {
        Map<String, byte[]> some = files.isEmpty() ? Map.of("none", new byte[0]) : files;
        StringBuilder contents = new StringBuilder();
        new TreeMap<>(some).forEach((name, bytes) -> contents.append(name).append('\0').append(DigestUtils.sha256Hex(bytes)).append('\n'));
        String prefix = kind + "/" + DigestUtils.sha256Hex(contents.toString()) + "/";
        for (Map.Entry<String, byte[]> file : some.entrySet()) {
            ObjectAddress address = address(prefix + file.getKey());
            if (store.find(address).isEmpty()) {
                store.put(address, new ByteArrayInputStream(file.getValue()));
            }
        }
        return address(prefix).toString();
    }

    /**
     * The prefix of the models: below it a prefix for each step with the files that it may use, and the user's entries about them. A step that nobody
     * asked for gets none, so none need be fetched for it.
     */
    String modelFiles(List<String> domains) throws IOException, InterruptedException {
        Map<String, Path> files = new TreeMap<>();
        Map<String, String> named = new TreeMap<>();
        for (String folder : FOLDERS) {
            if (domains.stream().noneMatch(domain -> domain.equals(folder) || folder.equals(Domains.OBJECTS) && !Domains.STANDARD.contains(domain))) {
                named.put(folder + "/none", "");
                continue;
            }
            for (ModelEntry entry : models.manifest().entries()) {
                if (entry.byDefault() && belongs(folder, entry)) {
                    for (ModelFile file : entry.files()) {
                        String name = folder + "/blobs/" + file.sha256();
                        files.put(name, models.file("model " + entry.name(), file));
                        named.put(name, file.sha256());
                    }
                }
            }
            for (Path own : ownEntries()) {
                if (Manifest.read(own).entries().stream().anyMatch(entry -> belongs(folder, entry))) {
                    String name = folder + "/manifest.d/" + own.getFileName();
                    files.put(name, own);
                    named.put(name, new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(own));
                }
            }
        }
        String prefix = "models/" + DigestUtils.sha256Hex(named.toString());
        for (Map.Entry<String, Path> file : files.entrySet()) {
            ObjectAddress address = address(prefix + "/" + file.getKey());
            if (store.find(address).isEmpty()) {
                store.link(address, file.getValue());
                digests.known(address, Objects.requireNonNull(named.get(file.getKey())));
            }
        }
        for (String name : named.keySet()) {
            if (!files.containsKey(name) && store.find(address(prefix + "/" + name)).isEmpty()) {
                store.put(address(prefix + "/" + name), new ByteArrayInputStream(new byte[0]));
            }
        }
        return address(prefix).toString();
    }

    /** A step uses the models of its own domain; that of objects also those of every domain that only a user's models know. */
    private static boolean belongs(String folder, ModelEntry entry) {
        List<String> tasks = TASKS.get(folder);
        return tasks == null ? entry.task().equals(Domains.OBJECTS) || !Domains.STANDARD.contains(entry.task()) : tasks.contains(entry.task());
    }

    private List<Path> ownEntries() throws IOException {
        Path folder = models.folder().resolve("manifest.d");
        List<Path> own = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
                files.forEach(own::add);
            }
        }
        own.sort(null);
        return own;
    }

    private static ObjectAddress address(String key) {
        return new ObjectAddress(BUCKET, key);
    }

    /** All parameters of the pipeline for one video. */
    Map<String, String> parameters(Path video, ModerateOptions options, Home home, Policy policy) throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("Video", video(video));
        parameters.put("FileName", String.valueOf(video.getFileName()));
        parameters.put("Policy", policy(options.policyFile(), policy));
        parameters.put("Domains", String.join(",", options.domains(models)));
        parameters.put("Sampling", options.framesPerSecond());
        parameters.put("HashLists", options.hashLists().isEmpty() ? nothing() : hashLists(options.hashLists()));
        var watchlist = options.watchlist(home);
        parameters.put("Watchlist", watchlist.isPresent() ? watchlist(watchlist.get()) : nothing());
        parameters.put("Models", modelFiles(options.domains(models)));
        return parameters;
    }
}
