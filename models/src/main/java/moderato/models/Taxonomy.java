package moderato.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tree of names that every label has its place in: Rekognition's moderation taxonomy, version 7, three levels.
 *
 * <p>Every name occurs once in it, so a name alone says its whole path.
 */
public final class Taxonomy {

    private static final String INDENT = "  ";

    private static final Taxonomy BUILT_IN = readBuiltIn();

    private final Map<String, List<String>> paths;

    private Taxonomy(Map<String, List<String>> paths) {
        this.paths = paths;
    }

    /** The taxonomy that comes with the program. */
    public static Taxonomy builtIn() {
        return BUILT_IN;
    }

    private static Taxonomy readBuiltIn() {
        try (InputStream in = Taxonomy.class.getResourceAsStream("taxonomy.txt")) {
            if (in == null) {
                throw new IllegalStateException("taxonomy.txt is not in the program");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a tree written as one name a line, indented by two spaces a level. */
    private static Taxonomy parse(String text) {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        List<String> open = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String name = line.strip();
            int depth = line.indexOf(name) / INDENT.length();
            open = new ArrayList<>(open.subList(0, depth));
            open.add(name);
            if (paths.put(name, List.copyOf(open)) != null) {
                throw new IllegalStateException("taxonomy.txt names \"" + name + "\" twice");
            }
        }
        return new Taxonomy(paths);
    }

    /** The path of a name, from the top down to the name itself: one to three names. */
    public Optional<List<String>> path(String name) {
        return Optional.ofNullable(paths.get(name));
    }

    /** All names, each after its parent. */
    public Set<String> names() {
        return paths.keySet();
    }

    /** The domains that a model added by a user may look at: every name of the taxonomy in small letters with hyphens. */
    public Set<String> domains() {
        Set<String> domains = new TreeSet<>();
        for (String name : paths.keySet()) {
            domains.add(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        }
        return domains;
    }
}
