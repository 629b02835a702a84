package moderato.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * SHA-256 digests of files. That of a large file is kept, and found again by the file's place, size, time and identity.
 *
 * @param folder where digests are kept
 */
record Digests(Path folder, Clock clock) {

    private static final long LARGE = 1 << 20;
    /* A file that has only just been written may change again within the same tick of the file system's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** The digest of a file's bytes, in hexadecimal digits. */
    String file(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.size() < LARGE) {
            return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
        }
        String identity = identity(attributes);
        Path note = note(file);
        Optional<String> known = known(note, identity);
        if (known.isPresent()) {
            return known.get();
        }
        String digest = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
        keep(attributes, note, identity, digest);
        return digest;
    }

    /** Keeps the digest of a file that somebody else took; of a small file, or one that may still change, nothing is kept. */
    void remember(Path file, String digest) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Path note = note(file);
        String identity = identity(attributes);
        if (attributes.size() >= LARGE && known(note, identity).isEmpty()) {
            keep(attributes, note, identity, digest);
        }
    }

    private Path note(Path file) {
        return folder.resolve(text(file.toAbsolutePath().toString()));
    }

    private static String identity(BasicFileAttributes attributes) {
        return attributes.size() + " " + attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey();
    }

    /** The digest of items with their names, in order. */
    String items(List<JobInputs.Item> items) throws IOException {
        StringBuilder list = new StringBuilder();
        for (JobInputs.Item item : items) {
            list.append(item.relative()).append('\0').append(file(item.object().file())).append('\n');
        }
        return text(list.toString());
    }

    /** The digest of a text. */
    static String text(String text) {
        return DigestUtils.sha256Hex(text);
    }

    private static Optional<String> known(Path note, String identity) throws IOException {
        if (!Files.isRegularFile(note)) {
            return Optional.empty();
        }
        String[] lines = Files.readString(note).split("\n");
        return lines.length == 2 && lines[0].equals(identity) ? Optional.of(lines[1]) : Optional.empty();
    }

    private void keep(BasicFileAttributes attributes, Path note, String identity, String digest) throws IOException {
        if (!attributes.lastModifiedTime().toInstant().plus(SETTLED).isBefore(clock.instant())) {
            return;
        }
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, ".unfinished", "");
        Files.writeString(aside, identity + "\n" + digest);
        Files.move(aside, note, StandardCopyOption.ATOMIC_MOVE);
    }
}
