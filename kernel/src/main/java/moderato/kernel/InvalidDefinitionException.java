package moderato.kernel;

import java.util.List;

/** A definition that cannot be run, with everything that is wrong with it. */
public final class InvalidDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param code the rule that is broken, such as {@code MISSING_TRANSITION_TARGET}
     * @param pointer the JSON pointer of the place
     * @param line the line of the place, from 1; 0 when it is not known
     * @param column the column of the place, from 1; 0 when it is not known
     * @param message a plain sentence, with the nearest right name where there is one
     */
    public record Problem(String code, String pointer, int line, int column, String message) {
    }

    public InvalidDefinitionException(List<Problem> problems) {
        super(problems.isEmpty() ? "invalid definition" : problems.getFirst().message());
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the text. */
    public List<Problem> problems() {
        return problems;
    }
}
