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
        String identity = attributes.size() + " " + attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey();
        Path note = folder.resolve(text(file.toAbsolutePath().toString()));
        Optional<String> known = known(note, identity);
        if (known.isPresent()) {
            return known.get();
        }
        String digest = bytes(file);
        if (attributes.lastModifiedTime().toInstant().plus(SETTLED).isBefore(clock.instant())) {
            keep(note, identity + "\n" + digest);
        }
        return digest;
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

    private void keep(Path note, String text) throws IOException {
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, ".unfinished", "");
        Files.writeString(aside, text);
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
