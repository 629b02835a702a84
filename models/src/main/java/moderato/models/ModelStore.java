package moderato.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * The folder of verified model files, addressed by their SHA-256.
 *
 * <p>Layout: {@code blobs/<sha256>}, the user's manifest entries in {@code manifest.d/*.yaml}, {@code local/} for files that a person put
 * there because no source could be reached, {@code verified/} for what was hashed. A file is verified when it is fetched, and again when it
 * is asked for and has changed since by its size, identity or times. Several processes may use and fill one folder at once.
 */
public final class ModelStore {

    private static final String BLOBS = "blobs";

    private final Path folder;
    private final boolean readOnly;
    private final Manifest manifest;
    private final Consumer<String> progress;
    private final Verified verified;

    private ModelStore(Path folder, boolean readOnly, Consumer<String> progress, InstantSource clock) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.readOnly = readOnly;
        this.manifest = Manifest.withOwn(this.folder.resolve("manifest.d"));
        this.progress = progress;
        this.verified = new Verified(this.folder, clock);
    }

    /** The store of a home folder, {@code <home>/models}, which fetches what is missing. */
    public static ModelStore open(Path home) throws IOException {
        return open(home, message -> {});
    }

    /**
     * The store of a home folder, {@code <home>/models}, which fetches what is missing.
     *
     * @param progress told in a line what is being fetched
     * @throws ManifestException when an entry of the user's cannot be used
     */
    public static ModelStore open(Path home, Consumer<String> progress) throws IOException {
        return open(home, progress, InstantSource.system());
    }

    static ModelStore open(Path home, Consumer<String> progress, InstantSource clock) throws IOException {
        return new ModelStore(home.resolve("models"), false, progress, clock);
    }

    /**
     * A store that a job was given as an input folder, made by {@link #export}. It fetches nothing and writes nothing.
     *
     * @throws ManifestException when an entry in it cannot be used
     */
    public static ModelStore readOnly(Path folder) throws IOException {
        return new ModelStore(folder, true, message -> {}, InstantSource.system());
    }

    /** What can be had from this store. */
    public Manifest manifest() {
        return manifest;
    }

    /** The store's folder. */
    public Path folder() {
        return folder;
    }

    /**
     * The entry of a model.
     *
     * @throws ManifestException when no manifest names it
     */
    public ModelEntry entry(String model) throws ManifestException {
        return manifest.find(model).orElseThrow(() -> new ManifestException(
                "model " + model, "no manifest names it; `moderato models list` shows those that can be used"));
    }

    /**
     * A file of a model, verified, fetched first where it is missing.
     *
     * @param model the model's name
     * @param role the file's role in its entry
     * @throws ManifestException when the model or the role is unknown
     * @throws ModelUnavailableException when no source gives the file
     */
    public Path file(String model, String role) throws IOException, InterruptedException {
        ModelEntry entry = entry(model);
        ModelFile file = entry.files().stream()
                .filter(candidate -> candidate.role().equals(role))
                .findFirst()
                .orElseThrow(() -> new ManifestException("model " + model, "it has no file \"" + role + "\""));
        return file("model " + entry.name(), file);
    }

    /**
     * A file that need not be in a manifest, verified, fetched first where it is missing.
     *
     * @param owner what the file is for, as messages name it: {@code model yolox-nano}, {@code the demo's clip}
     * @throws ModelUnavailableException when no source gives the file
     */
    public Path file(String owner, ModelFile file) throws IOException, InterruptedException {
        Path blob = blob(file);
        if (isVerified(file)) {
            return blob;
        }
        if (readOnly) {
            throw new ModelUnavailableException(owner + ": " + file.fileName() + " (SHA-256 " + file.sha256()
                    + ") is " + (Files.exists(blob) ? "damaged" : "missing") + " in " + folder
                    + ", which a job was given; `moderato models pull` and start the job again");
        }
        try (StoreLock lock = StoreLock.take(folder)) {
            if (!isVerified(file)) {
                new Fetch(this, lock, progress).fetch(owner, file);
            }
        }
        return blob;
    }

    /** Hashes the file unless it is known to be as it was when it was last hashed. */
    private boolean isVerified(ModelFile file) throws IOException {
        Path blob = blob(file);
        if (!Files.isRegularFile(blob)) {
            return false;
        }
        if (verified.knows(blob, file.sha256())) {
            return true;
        }
        String stamp = Verified.stamp(blob);
        if (state(file) != State.VERIFIED) {
            return false;
        }
        try {
            verified.remember(blob, stamp, file.sha256(), !readOnly);
        } catch (IOException notWritable) {
            return true;
        }
        return true;
    }

    /** Fetches every file of a model that is not there yet. */
    public void pull(ModelEntry entry) throws IOException, InterruptedException {
        for (ModelFile file : entry.files()) {
            file("model " + entry.name(), file);
        }
    }

    /** The state of a file, told by hashing it now. */
    public State state(ModelFile file) throws IOException {
        Path blob = blob(file);
        if (!Files.isRegularFile(blob)) {
            return State.MISSING;
        }
        return Files.size(blob) == file.bytes() && new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(blob).equals(file.sha256()) ? State.VERIFIED : State.DAMAGED;
    }

    /** What a store holds of a file. */
    public enum State {
        /** It is there, and its bytes are those the manifest names. */
        VERIFIED,
        /** Not there: fetched on first use, or by {@code models pull}. */
        MISSING,
        /** Another file lies in its place: never used, replaced on the next fetch. */
        DAMAGED
    }

    /**
     * Makes the input folder of a job that may use some models: their files, and the user's manifest entries.
     *
     * @param models the models' names; fetched first where missing
     * @param target the folder to make; {@link #readOnly} opens it
     */
    public void export(Collection<String> models, Path target) throws IOException, InterruptedException {
        Path blobs = Files.createDirectories(target.resolve(BLOBS));
        for (String model : models) {
            ModelEntry entry = entry(model);
            for (ModelFile file : entry.files()) {
                Path from = file("model " + entry.name(), file);
                Path to = blobs.resolve(file.sha256());
                if (Files.exists(to)) {
                    continue;
                }
                try {
                    Files.createLink(to, from);
                } catch (UnsupportedOperationException | IOException e) {
                    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Path own = folder.resolve("manifest.d");
        if (Files.isDirectory(own)) {
            Path entries = Files.createDirectories(target.resolve("manifest.d"));
            List<Path> listed = new ArrayList<>();
            try (var stream = Files.newDirectoryStream(own, "*.yaml")) {
                stream.forEach(listed::add);
            }
            for (Path file : listed) {
                Files.copy(file, entries.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Whether a file lies where a store has its files, named by their SHA-256. */
    static boolean isBlob(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent != null && parent.endsWith(BLOBS) && String.valueOf(file.getFileName()).matches("[0-9a-f]{64}");
    }

    Path blob(ModelFile file) {
        return folder.resolve(BLOBS).resolve(file.sha256());
    }
}
