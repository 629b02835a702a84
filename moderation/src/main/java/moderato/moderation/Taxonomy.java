package moderato.moderation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tree of labels that evidence and policies speak in: Rekognition's three levels, and branches of our own beside them.
 *
 * <p>A place is a path from the top, such as {@code [Violence, Weapons]}. Names are unique in the tree, so a label names its place.
 */
public final class Taxonomy {

    private final String version;
    private final Map<String, List<String>> paths = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Set<String> own = new LinkedHashSet<>();
    private final Set<String> neutral = new LinkedHashSet<>();

    private Taxonomy(YamlNode root) {
        Map<String, YamlNode> fields = root.fields(List.of("version", "labels", "own", "neutral"));
        version = Fields.required(root, fields, "version").map(YamlNode::text).orElse("");
        Fields.required(root, fields, "labels").ifPresent(tree -> add(List.of(), tree));
        Optional.ofNullable(fields.get("own")).ifPresent(tree -> {
            add(List.of(), tree);
            own.addAll(tree.fields().keySet());
        });
        Optional.ofNullable(fields.get("neutral")).ifPresent(list -> list.items().forEach(item -> neutral.add(item.text())));
        root.refuseProblems();
    }

    /** The taxonomy that the program ships. */
    public static Taxonomy standard() {
        return Standard.TAXONOMY;
    }

    private static final class Standard {
        private static final Taxonomy TAXONOMY = new Taxonomy(YamlNode.parse("taxonomy.yaml", resource("taxonomy.yaml")));
    }

    static String resource(String name) {
        try (InputStream in = Taxonomy.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource missing from the program: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(List<String> above, YamlNode tree) {
        if (tree.isMapping()) {
            tree.fields().forEach((name, below) -> add(append(above, name, tree), below));
        } else {
            tree.items().forEach(leaf -> append(above, leaf.text(), leaf));
        }
    }

    private List<String> append(List<String> above, String name, YamlNode where) {
        List<String> path = new ArrayList<>(above);
        path.add(name);
        if (paths.put(name, List.copyOf(path)) != null) {
            where.problem("'" + name + "' stands twice in the taxonomy");
        }
        names.put(name.toLowerCase(Locale.ROOT), name);
        return path;
    }

    public String version() {
        return version;
    }

    /** All labels, each after its parent. */
    public List<String> labels() {
        return List.copyOf(paths.keySet());
    }

    /** The label as the taxonomy writes it, or empty when it has none of this name. */
    public Optional<String> canonical(String label) {
        return Optional.ofNullable(names.get(label.toLowerCase(Locale.ROOT)));
    }

    /** The place of a label, from the top down to itself. */
    public Optional<List<String>> path(String label) {
        return canonical(label).map(name -> paths.getOrDefault(name, List.of()));
    }

    /**
     * A path that came from elsewhere, put right: an unknown label goes by its nearest known ancestor, and keeps its own name below it.
     *
     * @return empty when nothing on the path is known; such a label has no place, and its video goes to review
     */
    public Optional<List<String>> place(List<String> foreign) {
        for (int known = foreign.size() - 1; known >= 0; known--) {
            Optional<List<String>> path = path(foreign.get(known));
            if (path.isPresent()) {
                List<String> place = new ArrayList<>(path.get());
                place.addAll(foreign.subList(known + 1, foreign.size()));
                return Optional.of(List.copyOf(place));
            }
        }
        return Optional.empty();
    }

    /** Whether what has this place is kept for search only and never moderated. */
    public boolean neutral(List<String> path) {
        return !path.isEmpty() && neutral.contains(path.getFirst());
    }

    /** The domains that users' own models may look at: its names in small letters with hyphens, as manifests write them. */
    Set<String> domains() {
        return paths.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels on the first two levels that Rekognition looks for. */
    List<List<String>> looked() {
        return paths.values().stream().filter(path -> path.size() <= 2 && !own.contains(path.getFirst())).toList();
    }

    /** A message's end that names the label somebody probably meant. */
    String hint(String label) {
        return Nearest.hint(label, paths.keySet());
    }
}
