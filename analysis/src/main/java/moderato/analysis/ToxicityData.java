package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The public data that the toxicity head learns from, with weak labels where the data has no better.
 *
 * <p>{@code tweets.jsonl} holds votes for hate, offensive and neither; {@code categories.jsonl} holds S, H, V, HR and SH, some unknown.
 */
final class ToxicityData {

    /** The source of rows from {@code tweets.jsonl}. */
    static final String TWEETS = "tweets";

    /** The source of rows from {@code categories.jsonl}. */
    static final String CATEGORIES = "categories";

    /** Swearing alone weighs less than an attack on somebody, so that the highest category orders texts by severity. */
    private static final float OFFENSIVE = 0.7f;

    private ToxicityData() {
    }

    /**
     * Reads both files of a folder.
     *
     * @throws IOException naming file and line when one is missing or a line cannot be understood
     */
    static List<ToxicityRow> read(Path folder) throws IOException {
        List<ToxicityRow> rows = new ArrayList<>();
        read(folder.resolve("tweets.jsonl"), rows);
        read(folder.resolve("categories.jsonl"), rows);
        return rows;
    }

    private static void read(Path file, List<ToxicityRow> rows) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode row;
            try {
                row = mapper.readTree(lines.get(i));
            } catch (IOException e) {
                throw new IOException(file + ":" + (i + 1) + ": no JSON: " + e.getMessage(), e);
            }
            String text = row.path("text").asText();
            if (row.has("votes")) {
                rows.add(new ToxicityRow(text, tweet(row.path("votes")), TWEETS, rows.size()));
            } else if (row.has("labels")) {
                rows.add(new ToxicityRow(text, categories(row.path("labels")), CATEGORIES, rows.size()));
            } else {
                throw new IOException(file + ":" + (i + 1) + ": neither \"votes\" nor \"labels\"");
            }
        }
    }

    private static float[] tweet(JsonNode votes) {
        float hate = votes.path(0).floatValue();
        float offensive = votes.path(1).floatValue();
        float all = hate + offensive + votes.path(2).floatValue();
        float[] labels = unknown();
        boolean mostlyHate = hate > offensive && hate > all / 2;
        labels[ToxicityCategory.HATE.ordinal()] = mostlyHate ? (1 + hate / all) / 2 : hate / all;
        if (!mostlyHate) {
            labels[ToxicityCategory.PROFANITY.ordinal()] = OFFENSIVE * (offensive + hate) / all;
        }
        if (hate + offensive == 0) {
            Arrays.fill(labels, 0);
        }
        return labels;
    }

    private static float[] categories(JsonNode given) {
        float[] labels = unknown();
        set(labels, ToxicityCategory.SEXUAL, given, "S");
        set(labels, ToxicityCategory.HATE, given, "H");
        set(labels, ToxicityCategory.THREAT, given, "V");
        set(labels, ToxicityCategory.HARASSMENT, given, "HR");
        set(labels, ToxicityCategory.SELF_HARM, given, "SH");
        return labels;
    }

    private static void set(float[] labels, ToxicityCategory category, JsonNode given, String name) {
        if (given.has(name)) {
            labels[category.ordinal()] = given.path(name).floatValue();
        }
    }

    private static float[] unknown() {
        float[] labels = new float[ToxicityCategory.ALL.size()];
        Arrays.fill(labels, Float.NaN);
        return labels;
    }
}
