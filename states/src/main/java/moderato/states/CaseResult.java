package moderato.states;

import java.util.List;

/**
 * What became of one case.
 *
 * @param id the case's id
 * @param kind its kind, such as {@code execution}
 * @param place the file and line that it stands in
 * @param verdict whether it passed
 * @param differences what differs; nothing, unless it failed
 * @param notes what else to know of it: why it was left out, answers that nobody asked for
 */
public record CaseResult(String id, String kind, String place, Verdict verdict, List<Difference> differences, List<String> notes) {

    /** Whether a case passed, failed, or could not be asked here. */
    public enum Verdict {
        PASSED, FAILED, LEFT_OUT
    }

    /** One thing that differs. */
    public record Difference(String what, String expected, String actual) {
    }

    public CaseResult {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }
}
