package moderato.moderation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads policy files, and refuses what cannot mean anything, with every mistake's line and column. */
final class PolicyReader {

    private static final List<String> KEYS =
            List.of("name", "extends", "audience", "required", "unsupportedSpeechSeconds", "uncoveredSeconds", "without", "rules");
    private static final List<String> RULE_KEYS = List.of("name", "domain", "label", "except", "threshold", "seconds", "frames", "share",
            "audiences", "severity", "outcome", "reason");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> PLACEHOLDERS = Set.of("label", "time", "count");

    private final Taxonomy taxonomy;
    private final LabelMap labels;

    private PolicyReader(Taxonomy taxonomy, LabelMap labels) {
        this.taxonomy = taxonomy;
        this.labels = labels;
    }

    private static final class Standard {
        private static final Policy POLICY = read("default-policy.yaml", Taxonomy.resource("default-policy.yaml"),
                Taxonomy.standard(), LabelMap.standard());
    }

    static Policy standard() {
        return Standard.POLICY;
    }

    static Policy read(String file, String text, Taxonomy taxonomy, LabelMap labels) {
        YamlNode root = YamlNode.parse(file, text);
        Policy policy = new PolicyReader(taxonomy, labels).policy(root);
        root.refuseProblems();
        return policy;
    }

    private Policy policy(YamlNode root) {
        Map<String, YamlNode> fields = root.fields(KEYS);
        Optional<Policy> base = Optional.ofNullable(fields.get("extends")).map(this::base);
        String name = base.isPresent() ? field(fields, "name").map(YamlNode::words).orElse(base.get().name())
                : Fields.required(root, fields, "name").map(YamlNode::words).orElse("");
        Audience audience = field(fields, "audience").map(node -> node.oneOf(Audience.class))
                .orElse(base.map(Policy::audience).orElse(Audience.GENERAL));
        List<String> required = (base.isPresent() ? field(fields, "required") : Fields.required(root, fields, "required"))
                .map(list -> list.items().stream().map(this::domain).toList())
                .orElse(base.map(Policy::required).orElse(List.of()));
        double unsupported = field(fields, "unsupportedSpeechSeconds").map(node -> node.number(0, Double.MAX_VALUE))
                .orElse(base.map(Policy::unsupportedSpeechSeconds).orElse(0.0));
        double uncovered = field(fields, "uncoveredSeconds").map(node -> node.number(0, Double.MAX_VALUE))
                .orElse(base.map(Policy::uncoveredSeconds).orElse(0.0));
        Optional<YamlNode> list = base.isPresent() ? field(fields, "rules") : Fields.required(root, fields, "rules");
        Map<String, Rule> rules = new LinkedHashMap<>();
        base.ifPresent(policy -> policy.rules().forEach(rule -> rules.put(rule.name(), rule)));
        field(fields, "without").ifPresent(without -> without.items().forEach(node -> drop(rules, node)));
        rules.putAll(rules(list));
        return new Policy(name, audience, required, unsupported, uncovered, List.copyOf(rules.values()));
    }

    private static Optional<YamlNode> field(Map<String, YamlNode> fields, String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private Policy base(YamlNode node) {
        if (!node.text().equals("default")) {
            node.problem("a policy can extend 'default' only, found '" + node.text() + "'");
        }
        return standard();
    }

    private static void drop(Map<String, Rule> rules, YamlNode node) {
        if (rules.remove(node.text()) == null) {
            node.problem("the default policy has no rule '" + node.text() + "'" + Nearest.hint(node.text(), rules.keySet()));
        }
    }

    private String domain(YamlNode node) {
        String domain = node.text();
        Set<String> others = taxonomy.domains();
        if (!Domains.STANDARD.contains(domain) && !others.contains(domain)) {
            others.addAll(Domains.STANDARD);
            node.problem("unknown domain '" + domain + "'" + Nearest.of(domain, others).map(name -> "; did you mean '" + name + "'?")
                    .orElse("; known are " + String.join(", ", Domains.STANDARD) + ", and names of the taxonomy, written as in blood-gore"));
        }
        return domain;
    }

    private Map<String, Rule> rules(Optional<YamlNode> list) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (YamlNode node : list.map(YamlNode::items).orElse(List.of())) {
            Rule rule = rule(node);
            if (rules.put(rule.name(), rule) != null) {
                node.problem("there is another rule with the name '" + rule.name() + "'");
            }
        }
        return rules;
    }

    private Rule rule(YamlNode node) {
        Map<String, YamlNode> fields = node.fields(RULE_KEYS);
        String name = Fields.required(node, fields, "name").map(YamlNode::words).orElse("");
        Optional<String> domain = field(fields, "domain").map(this::domain);
        if (domain.isEmpty() && !fields.containsKey("label") && node.isMapping()) {
            node.problem("a rule needs a 'domain', a 'label' or both");
        }
        List<String> wanted = field(fields, "label").map(this::labels).orElse(List.of());
        List<String> except = field(fields, "except").map(list -> exceptions(list, wanted)).orElse(List.of());
        double threshold = Fields.required(node, fields, "threshold").map(value -> threshold(value, domain)).orElse(0.0);
        Set<Audience> audiences = EnumSet.allOf(Audience.class);
        field(fields, "audiences").ifPresent(list -> {
            audiences.clear();
            list.atLeastOne().forEach(item -> audiences.add(item.oneOf(Audience.class)));
        });
        return new Rule(name, domain, wanted, except, threshold,
                field(fields, "seconds").map(value -> value.number(0, Double.MAX_VALUE)).orElse(0.0),
                field(fields, "frames").map(value -> value.integer(1)).orElse(1),
                field(fields, "share").map(value -> value.number(0, 1)).orElse(0.0),
                audiences,
                Fields.required(node, fields, "severity").map(value -> value.oneOf(Severity.class)).orElse(Severity.NONE),
                Fields.required(node, fields, "outcome").map(value -> value.oneOf(Outcome.class)).orElse(Outcome.REVIEW),
                Fields.required(node, fields, "reason").map(PolicyReader::reason).orElse(""));
    }

    private List<String> labels(YamlNode list) {
        List<String> found = new ArrayList<>();
        for (YamlNode node : list.atLeastOne()) {
            Optional<String> label = taxonomy.canonical(node.text());
            if (label.isEmpty()) {
                node.problem("label '" + node.text() + "' is not in the taxonomy" + taxonomy.hint(node.text()));
            }
            label.ifPresent(found::add);
        }
        return found;
    }

    private List<String> exceptions(YamlNode list, List<String> wanted) {
        for (YamlNode node : list.items()) {
            Optional<List<String>> path = taxonomy.path(node.text());
            if (path.isPresent() && wanted.stream().anyMatch(label -> taxonomy.path(label).orElse(List.of()).contains(path.get().getLast()))) {
                node.problem("exception '" + node.text() + "' leaves nothing of " + String.join(", ", wanted));
            } else if (path.isPresent() && !wanted.isEmpty() && path.get().stream().noneMatch(wanted::contains)) {
                node.problem("exception '" + node.text() + "' does not lie below " + String.join(", ", wanted)
                        + ", so it would never apply");
            }
        }
        return labels(list);
    }

    private double threshold(YamlNode node, Optional<String> domain) {
        double threshold = node.number(0, 1);
        double floor = domain.map(labels::floor).orElse(0.0);
        if (threshold > 0 && threshold < floor) {
            node.problem("threshold " + threshold + " can never be met below " + floor + ": evidence of the domain '" + domain.orElse("")
                    + "' starts there; give at least " + floor);
        }
        return threshold;
    }

    private static String reason(YamlNode node) {
        String reason = node.words();
        Matcher placeholder = PLACEHOLDER.matcher(reason);
        while (placeholder.find()) {
            if (!PLACEHOLDERS.contains(placeholder.group(1))) {
                node.problem("unknown placeholder {" + placeholder.group(1) + "}; the known ones are {label}, {time} and {count}");
            }
        }
        return reason;
    }
}
