package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equality of JSON values, for which 1 and 1.0 are one number. */
final class JsonEquality {

    private static final Comparator<JsonNode> NUMBERS = (a, b) -> a.isNumber() && b.isNumber()
            ? a.decimalValue().compareTo(b.decimalValue())
            : a.equals(b) ? 0 : 1;

    private JsonEquality() {
    }

    static boolean equal(JsonNode a, JsonNode b) {
        return a.equals(NUMBERS, b);
    }
}
