package moderato.analysis;

import java.util.List;
import java.util.Locale;

/** A kind of toxicity that a text is scored for. */
public enum ToxicityCategory {
    PROFANITY,
    INSULT,
    THREAT,
    HATE,
    HARASSMENT,
    SEXUAL,
    SELF_HARM;

    /** All categories in their fixed order, which is the order of every score vector. */
    public static final List<ToxicityCategory> ALL = List.of(values());

    /** The name in files and options, such as {@code self-harm}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The category of a label.
     *
     * @throws IllegalArgumentException when no category has that label
     */
    public static ToxicityCategory of(String label) {
        return ALL.stream().filter(category -> category.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no toxicity category is called \"" + label + "\""));
    }
}
