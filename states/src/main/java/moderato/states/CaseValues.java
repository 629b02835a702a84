package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Compares what a case expects with what came of it. A mask of the case stands for any text, and where a value is nothing but a mask, for
 * any value.
 */
final class CaseValues {

    /** How recorders write what they masked: {@code <uuid:1>}, {@code <<task_token>:1>}, {@code <start-time>}. */
    private static final Pattern BRACKETED = Pattern.compile("<+[A-Za-z0-9_ -]+(>?:\\d+)?>");

    /** Recordings made before the service knew of redrives do not have it. */
    private static final String REDRIVE_COUNT = "RedriveCount";

    private final List<String> masks;
    private final boolean recorded;
    private final String token;

    CaseValues(List<String> masks) {
        this(masks, false, "");
    }

    private CaseValues(List<String> masks, boolean recorded, String token) {
        this.masks = List.copyOf(masks);
        this.recorded = recorded;
        this.token = token;
    }

    /** The masks that a case names. */
    static CaseValues of(JsonNode testCase) {
        List<String> masks = new ArrayList<>();
        testCase.path("wildcards").forEach(mask -> masks.add(mask.asText()));
        return new CaseValues(masks);
    }

    /** The same, with the masks that stand in histories. */
    CaseValues forHistory() {
        List<String> all = new ArrayList<>(masks);
        all.add("date");
        all.add("timestamp");
        return new CaseValues(all, true, token);
    }

    /** The same, with everything in angle brackets standing for itself or any text, as ids and dates do in what tasks are given. */
    CaseValues forTasks() {
        return new CaseValues(masks, true, token);
    }

    /** The same, with a task's token standing for whichever text is expected in its place. */
    CaseValues withToken(String own) {
        return new CaseValues(masks, recorded, own);
    }

    boolean equal(JsonNode expected, JsonNode actual) {
        if (expected.isTextual() && (masks.contains(expected.textValue()) || recorded && BRACKETED.matcher(expected.textValue()).matches())) {
            return true;
        }
        if (expected.isObject()) {
            int extra = recorded && actual.has(REDRIVE_COUNT) && !expected.has(REDRIVE_COUNT) ? 1 : 0;
            return actual.isObject() && expected.size() + extra == actual.size() && members(expected, actual);
        }
        if (expected.isArray()) {
            if (!actual.isArray() || expected.size() != actual.size()) {
                return false;
            }
            for (int i = 0; i < expected.size(); i++) {
                if (!equal(expected.path(i), actual.path(i))) {
                    return false;
                }
            }
            return true;
        }
        if (expected.isTextual()) {
            return actual.isTextual() && (!token.isEmpty() && actual.textValue().equals(token) || text(expected.textValue(), actual.textValue()));
        }
        return JsonEquality.equal(expected, actual);
    }

    private boolean members(JsonNode expected, JsonNode actual) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            if (!actual.has(field.getKey()) || !equal(field.getValue(), actual.path(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is the one expected, each mask in it standing for any text. */
    boolean text(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        List<String> here = new ArrayList<>(masks.stream().filter(expected::contains).toList());
        if (recorded) {
            BRACKETED.matcher(expected).results().forEach(found -> here.add(found.group()));
        }
        if (here.isEmpty()) {
            return false;
        }
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        while (at < expected.length()) {
            int from = at;
            String mask = here.stream().filter(each -> expected.startsWith(each, from)).findFirst().orElse("");
            if (mask.isEmpty()) {
                char next = expected.charAt(at++);
                pattern.append(next == '*' || next == '\\' ? "\\" : "").append(next);
            } else {
                pattern.append('*');
                at += mask.length();
            }
        }
        return Wildcard.matches(pattern.toString(), actual);
    }

    /** Whether two texts hold the same JSON. */
    boolean sameJson(JsonNode expected, String actual) {
        try {
            return equal(expected, JsonText.read(actual));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
