package moderato.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/** The user's own manifest entries in a home folder, {@code <home>/models/manifest.d}. */
public final class UserModels {

    /** Entries that come with the program but run only once a user has added them, for the terms of their licences. */
    public static final List<String> EXTRAS = List.of("nudenet");

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.yaml");

    private UserModels() {}

    /**
     * Adds the entries of a file.
     *
     * @return the names of the models added
     * @throws ManifestException when an entry cannot be used; nothing is added then
     */
    public static List<String> add(Path home, Path file) throws IOException {
        Manifest manifest = Manifest.read(file);
        String name = file.getFileName().toString();
        if (!FILE.matcher(name).matches()) {
            throw new ManifestException(file.toString(), "its name must end in .yaml and hold letters, digits, points and hyphens only");
        }
        keep(home, name, Files.readAllBytes(file));
        return manifest.entries().stream().map(ModelEntry::name).toList();
    }

    /**
     * Adds one of the {@link #EXTRAS}.
     *
     * @throws ManifestException when there is none of that name
     */
    public static void addExtra(Path home, String name) throws IOException {
        if (!EXTRAS.contains(name)) {
            throw new ManifestException("model " + name, "no such extra; known: " + String.join(", ", EXTRAS));
        }
        try (InputStream in = UserModels.class.getResourceAsStream("extras/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("extras/" + name + ".yaml is not in the program");
            }
            keep(home, name + ".yaml", in.readAllBytes());
        }
    }

    private static void keep(Path home, String name, byte[] content) throws IOException {
        Path folder = Files.createDirectories(home.resolve("models").resolve("manifest.d"));
        Path written = Files.createTempFile(folder, "entry", ".tmp");
        try {
            Files.write(written, content);
            Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
