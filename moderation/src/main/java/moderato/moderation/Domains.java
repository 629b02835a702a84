package moderato.moderation;

import java.util.List;

/** The names of the domains that the program looks at by itself; a user's own models may add others. */
public final class Domains {

    public static final String KNOWN = "known";
    public static final String NUDITY = "nudity";
    public static final String OBJECTS = "objects";
    public static final String FACES = "faces";
    public static final String TEXT = "text";
    public static final String SPEECH = "speech";
    public static final String TOXICITY = "toxicity";

    /** All of them, in the order in which they are shown. */
    public static final List<String> STANDARD = List.of(KNOWN, NUDITY, OBJECTS, FACES, TEXT, SPEECH, TOXICITY);

    private Domains() {
    }
}
