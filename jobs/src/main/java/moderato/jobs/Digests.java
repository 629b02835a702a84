package moderato.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 digests of files. That of a large file is kept, and found again by the file's place, size, time and identity.
 *
 * @param folder where digests are kept
 */
record Digests(Path folder, Clock clock) {

    private static final long LARGE = 1 << 20;
    /* A file that has only just been written may change again within the same tick of the file system's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final int BUFFER = 1 << 16;

    /** The digest of a file's bytes, in hexadecimal digits. */
    String file(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.size() < LARGE) {
            return bytes(file);
        }
        String identity = identity(attributes);
        Path note = note(file);
        Optional<String> known = known(note, identity);
        if (known.isPresent()) {
            return known.get();
        }
        String digest = bytes(file);
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
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
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

    private static String bytes(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
