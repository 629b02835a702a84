package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a decision says of a video, from the mildest to the strictest. */
public enum Outcome implements Named {
    APPROVE, REVIEW, REJECT;

    @Override
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
