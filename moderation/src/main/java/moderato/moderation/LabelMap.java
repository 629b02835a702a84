package moderato.moderation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the labels of models belong in the taxonomy, by domain, and how little confidence still becomes evidence.
 *
 * <p>Fails closed: a label that nothing maps has no place, and no place means review.
 */
public final class LabelMap {

    private record Domain(double floor, Map<String, List<String>> places, Optional<List<String>> others, List<List<String>> covers,
            Map<String, String> partial) {
    }

    private final Taxonomy taxonomy;
    private final Map<String, Domain> domains = new LinkedHashMap<>();

    private LabelMap(Taxonomy taxonomy, YamlNode root) {
        this.taxonomy = taxonomy;
        root.fields().forEach((name, node) -> domains.put(name, domain(node)));
        root.refuseProblems();
    }

    /** The mapping that the program ships, into its own taxonomy. */
    public static LabelMap standard() {
        return Standard.MAP;
    }

    private static final class Standard {
        private static final LabelMap MAP =
                new LabelMap(Taxonomy.standard(), YamlNode.parse("labels.yaml", Taxonomy.resource("labels.yaml")));
    }

    private Domain domain(YamlNode node) {
        Map<String, YamlNode> fields = node.fields(List.of("floor", "labels", "everyday", "others", "covers", "partial"));
        double floor = Fields.required(node, fields, "floor").map(value -> value.number(0, 1)).orElse(0.0);
        Map<String, List<String>> places = new LinkedHashMap<>();
        Fields.required(node, fields, "labels")
                .ifPresent(labels -> labels.fields().forEach((label, place) -> places.put(key(label), place(place))));
        Optional.ofNullable(fields.get("everyday")).ifPresent(list -> list.items()
                .forEach(label -> places.put(key(label.text()), taxonomy.path("Everyday Object").orElseThrow())));
        List<List<String>> covers =
                Optional.ofNullable(fields.get("covers")).map(list -> list.items().stream().map(this::place).toList()).orElse(List.of());
        Map<String, String> partial = new LinkedHashMap<>();
        Optional.ofNullable(fields.get("partial"))
                .ifPresent(rest -> rest.fields().forEach((label, text) -> partial.put(label, text.text())));
        return new Domain(floor, places, Optional.ofNullable(fields.get("others")).map(this::place), covers, partial);
    }

    private List<String> place(YamlNode node) {
        Optional<List<String>> path = taxonomy.path(node.text());
        if (path.isEmpty()) {
            node.problem("'" + node.text() + "' is not in the taxonomy" + taxonomy.hint(node.text()));
        }
        return path.orElse(List.of());
    }

    private static String key(String label) {
        return label.strip().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /** The domains that this mapping knows. */
    public Set<String> domains() {
        return new LinkedHashSet<>(domains.keySet());
    }

    /** The lowest confidence that becomes evidence in a domain; 0 where the thresholds of a user's own model say. */
    public double floor(String domain) {
        return Optional.ofNullable(domains.get(domain)).map(Domain::floor).orElse(0.0);
    }

    /**
     * The place of a model's label.
     *
     * @return a path from the top of the taxonomy; empty when nothing maps the label
     */
    public List<String> place(String domain, String label) {
        Optional<Domain> known = Optional.ofNullable(domains.get(domain));
        return known.flatMap(map -> Optional.ofNullable(map.places().get(key(label))))
                .or(() -> taxonomy.path(label))
                .or(() -> known.flatMap(Domain::others))
                .orElse(List.of());
    }

    /** The places that the models of a domain look for, unless their manifest says otherwise. */
    List<List<String>> covers(String domain) {
        return Optional.ofNullable(domains.get(domain)).map(Domain::covers).orElse(List.of());
    }

    /** What of a place a domain's own models do not see, as a user would say it. */
    Optional<String> unseenPart(String domain, String label) {
        return Optional.ofNullable(domains.get(domain)).flatMap(map -> Optional.ofNullable(map.partial().get(label)));
    }
}
