package moderato.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models that can be used: those that come with the program, and the user's own.
 *
 * <p>The user's entries are YAML files in a folder beside the program's; an entry of the same name takes the program's place.
 */
public final class Manifest {

    /* Read once: every step of a moderation asks for it, and for each of its models again. */
    private static volatile @Nullable Manifest builtIn;

    private final Map<String, ModelEntry> entries;

    private Manifest(Map<String, ModelEntry> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    /** The manifest that comes with the program. */
    public static Manifest builtIn() throws IOException {
        Manifest known = builtIn;
        if (known == null) {
            known = readBuiltIn();
            builtIn = known;
        }
        return known;
    }

    private static Manifest readBuiltIn() throws IOException {
        try (InputStream in = Manifest.class.getResourceAsStream("manifest.yaml")) {
            if (in == null) {
                throw new IllegalStateException("manifest.yaml is not in the program");
            }
            return of(new ManifestReader(Taxonomy.builtIn())
                    .read("manifest.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    /**
     * The built-in manifest with the user's entries.
     *
     * @param folder a folder of {@code *.yaml} files, read in the order of their names; it need not exist
     * @throws ManifestException when an entry cannot be used; says file and line
     */
    public static Manifest withOwn(Path folder) throws IOException {
        Map<String, ModelEntry> entries = new LinkedHashMap<>(builtIn().entries);
        if (Files.isDirectory(folder)) {
            List<Path> files;
            try (Stream<Path> listed = Files.list(folder)) {
                files = listed.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
            }
            for (Path file : files) {
                entries.putAll(read(file).entries);
            }
        }
        return new Manifest(entries);
    }

    /**
     * Reads one file of a user's entries.
     *
     * @throws ManifestException when an entry cannot be used; says file and line
     */
    public static Manifest read(Path file) throws IOException {
        try {
            return of(new ManifestReader(Taxonomy.builtIn()).read(file.toString(), Files.readString(file)));
        } catch (MalformedInputException e) {
            throw new ManifestException(file.toString(), "is no text in UTF-8");
        }
    }

    private static Manifest of(List<ModelEntry> list) {
        Map<String, ModelEntry> entries = new LinkedHashMap<>();
        list.forEach(entry -> entries.put(entry.name(), entry));
        return new Manifest(entries);
    }

    /** All entries, in the order of the files. */
    public Collection<ModelEntry> entries() {
        return entries.values();
    }

    /** The entry of a name. */
    public Optional<ModelEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** The entries that look at a domain, in the order of the files. */
    public List<ModelEntry> forTask(String task) {
        return entries.values().stream().filter(entry -> entry.task().equals(task)).toList();
    }
}
