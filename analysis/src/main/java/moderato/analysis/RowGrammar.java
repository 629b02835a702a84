package moderato.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The generator of our own training rows: sentences drawn from {@code toxicity-grammar.txt}, each with its labels.
 *
 * <p>The same grammar and seed give the same rows.
 */
final class RowGrammar {

    /** The source of these rows. */
    static final String SOURCE = "own";

    private static final Pattern SLOT = Pattern.compile("\\{([a-z0-9]+)(\\??)}");
    private static final Pattern BLOCK = Pattern.compile("\\[(.*)]\\s+(\\d+)");

    private record Block(float[] labels, int rows, List<String> templates) {
    }

    private final Map<String, List<String>> alternatives = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();

    /**
     * Reads a grammar.
     *
     * @throws IllegalArgumentException naming file and line when a line cannot be understood
     */
    RowGrammar(List<String> lines, String file) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                read(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
    }

    /** The grammar this program ships. */
    static RowGrammar shipped() {
        return new RowGrammar(ToxicityLexicon.resource("toxicity-grammar.txt"), "toxicity-grammar.txt");
    }

    private void read(String line) {
        if (line.startsWith("@") && line.indexOf(':') > 0 && !line.startsWith("@user")) {
            int colon = line.indexOf(':');
            alternatives.put(line.substring(1, colon), List.of(line.substring(colon + 1).strip().split(" \\| ")));
            return;
        }
        Matcher block = BLOCK.matcher(line);
        if (block.matches()) {
            blocks.add(new Block(labels(block.group(1)), Integer.parseInt(block.group(2)), new ArrayList<>()));
            return;
        }
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a sentence before the first [labels] block");
        }
        blocks.getLast().templates.add(line);
    }

    private static float[] labels(String text) {
        float[] labels = new float[ToxicityCategory.ALL.size()];
        for (String part : text.strip().split("\\s+")) {
            if (!part.isEmpty()) {
                String[] named = part.split("=");
                labels[ToxicityCategory.of(named[0]).ordinal()] = named[1].equals("?") ? Float.NaN : Float.parseFloat(named[1]);
            }
        }
        return labels;
    }

    /** Draws the rows: every template as often as its block says, without repeats. */
    List<ToxicityRow> rows(long seed) {
        List<ToxicityRow> rows = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        int family = 0;
        for (Block block : blocks) {
            for (String template : block.templates) {
                Random random = new Random(seed * 31 + template.hashCode());
                boolean plain = !SLOT.matcher(template).find();
                int wanted = plain ? Math.max(3, block.rows / 4) : block.rows;
                for (int i = 0; i < wanted; i++) {
                    String text = dress(fill(template, random), random, i == 0);
                    if (seen.add(text)) {
                        rows.add(new ToxicityRow(text, block.labels, SOURCE, family));
                    }
                }
                family++;
            }
        }
        return rows;
    }

    private String fill(String template, Random random) {
        Matcher slot = SLOT.matcher(template);
        StringBuilder result = new StringBuilder();
        while (slot.find()) {
            String drawn = slot.group(2).equals("?") && random.nextBoolean() ? "" : draw(slot.group(1), random);
            slot.appendReplacement(result, Matcher.quoteReplacement(drawn));
        }
        return slot.appendTail(result).toString().replaceAll("\\s+", " ").strip();
    }

    private String draw(String name, Random random) {
        List<String> choices = alternatives.get(name);
        if (choices == null) {
            throw new IllegalArgumentException("toxicity-grammar.txt: {" + name + "} is not defined by an @" + name + " line");
        }
        return choices.get(random.nextInt(choices.size()));
    }

    private String dress(String sentence, Random random, boolean bare) {
        if (bare) {
            return sentence;
        }
        String dressed = sentence;
        if (random.nextInt(6) == 0) {
            dressed = draw("open", random) + " " + dressed;
        }
        if (random.nextInt(6) == 0) {
            dressed = dressed + " " + draw("close", random);
        }
        // Others write several sentences: what is wrong with one of them must show among the rest.
        if (random.nextInt(7) == 0) {
            String end = endsOpen(dressed) ? ". " : " ";
            dressed = switch (random.nextInt(3)) {
                case 0 -> plain(random) + " " + dressed;
                case 1 -> dressed + end + plain(random);
                default -> plain(random) + " " + dressed + end + plain(random) + " " + plain(random);
            };
        }
        return switch (random.nextInt(10)) {
            case 0 -> dressed.toUpperCase(Locale.ROOT);
            case 1, 2, 3 -> Character.toUpperCase(dressed.charAt(0)) + dressed.substring(1) + (endsOpen(dressed) ? "." : "");
            case 4, 5 -> dressed.toLowerCase(Locale.ROOT);
            case 6 -> "@user " + dressed;
            case 7 -> dressed + (endsOpen(dressed) ? random.nextBoolean() ? "!" : "!!!" : "");
            default -> dressed;
        };
    }

    private String plain(Random random) {
        return fill(draw("plain", random), random);
    }

    private static boolean endsOpen(String text) {
        return Character.isLetterOrDigit(text.charAt(text.length() - 1));
    }
}
