package moderato.models;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * One fetch of a missing file into a store: tries the sources in order and keeps only what has the right hash.
 *
 * <p>Work happens in a folder of its own below the store; a verified file then moves into its place in one step.
 */
final class Fetch {

    private final ModelStore store;
    private final Consumer<String> progress;
    private final List<String> reasons = new ArrayList<>();

    /** Prepares a fetch; asking for the lock here makes sure that the caller holds it. */
    Fetch(ModelStore store, StoreLock held, Consumer<String> progress) {
        this.store = store;
        this.progress = progress;
    }

    void fetch(String owner, ModelFile file) throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(store.folder().resolve("tmp"));
        Path work = Files.createTempDirectory(temporary, "fetch");
        try {
            if (!fromBareFile(file, work) && !fromArchive(file, work)) {
                throw unavailable(owner, file);
            }
        } finally {
            MoreFiles.deleteRecursively(work);
        }
    }

    private boolean fromBareFile(ModelFile file, Path work) throws IOException, InterruptedException {
        List<Source> sources = new ArrayList<>(List.of(new Source.Folder(local().toString())));
        sources.addAll(file.sources());
        Optional<Path> fetched = first(sources, file.fileName(), file.sha256(), file.bytes(), work);
        if (fetched.isPresent()) {
            keep(fetched.get(), file);
        }
        return fetched.isPresent();
    }

    private boolean fromArchive(ModelFile file, Path work) throws IOException, InterruptedException {
        if (file.archive().isEmpty()) {
            return false;
        }
        Archive archive = file.archive().get();
        List<Source> sources = new ArrayList<>(List.of(new Source.Folder(local().toString())));
        sources.addAll(archive.sources());
        Optional<Path> fetched = first(sources, archive.fileName(), archive.sha256(), archive.bytes(), work);
        if (fetched.isEmpty()) {
            return false;
        }
        keepAll(archive, file, fetched.get(), work);
        if (!Files.exists(store.blob(file))) {
            reasons.add("archive " + archive.fileName() + ": it holds no " + file.path() + " with SHA-256 " + file.sha256());
            return false;
        }
        return true;
    }

    // An archive is opened once: every file that the manifest names in it is kept, with the one asked for.
    private void keepAll(Archive archive, ModelFile asked, Path fetched, Path work) throws IOException {
        Map<String, Path> wanted = new LinkedHashMap<>();
        List<ModelFile> files = Stream.concat(
                        Stream.of(asked), store.manifest().entries().stream().flatMap(entry -> entry.files().stream()))
                .filter(file -> file.archive().map(Archive::sha256).equals(Optional.of(archive.sha256())))
                .distinct()
                .toList();
        Path unpacked = Files.createDirectory(work.resolve("unpacked"));
        for (ModelFile file : files) {
            wanted.put(file.path(), unpacked.resolve(file.sha256()));
        }
        Unpacker.unpack(fetched, wanted);
        for (ModelFile file : files) {
            Path out = unpacked.resolve(file.sha256());
            if (Files.exists(out) && new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(out).equals(file.sha256())) {
                keep(out, file);
            }
        }
    }

    private Optional<Path> first(List<Source> sources, String fileName, String sha256, long bytes, Path work)
            throws IOException, InterruptedException {
        for (Source source : sources) {
            Path folder = Files.createTempDirectory(work, "source");
            boolean local = source instanceof Source.Folder;
            if (!local) {
                progress.accept("fetching " + fileName + " (" + Math.ceilDiv(bytes, 1 << 20) + " MiB) from " + source.text());
            }
            try {
                Path fetched = Fetcher.fetch(source, fileName, bytes, folder);
                String actual = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(fetched);
                if (actual.equals(sha256)) {
                    return Optional.of(fetched);
                }
                reasons.add(source.text() + ": " + fileName + " has SHA-256 " + actual + " instead of " + sha256 + ": refused");
            } catch (IOException e) {
                reasons.add(source.text() + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void keep(Path fetched, ModelFile file) throws IOException {
        Path blob = store.blob(file);
        Files.createDirectories(store.folder().resolve("blobs"));
        Files.move(fetched, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path local() {
        return store.folder().resolve("local");
    }

    private ModelUnavailableException unavailable(String owner, ModelFile file) {
        StringBuilder text = new StringBuilder(owner + ": " + file.fileName() + " cannot be had");
        reasons.forEach(reason -> text.append("\n  tried ").append(reason));
        text.append("\nput ")
                .append(file.fileName()).append(" (").append(file.bytes()).append(" bytes, SHA-256 ").append(file.sha256())
                .append(')');
        file.archive().ifPresent(archive -> text.append(" or ")
                .append(archive.fileName()).append(" (").append(archive.bytes()).append(" bytes, SHA-256 ")
                .append(archive.sha256()).append(')'));
        return new ModelUnavailableException(text.append(" into ").append(local()).append(" and try again").toString());
    }
}
