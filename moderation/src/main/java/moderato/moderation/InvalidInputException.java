package moderato.moderation;

import java.util.List;

/**
 * A file that a user gave and that cannot be accepted: a policy, a package, a table of labels.
 *
 * <p>Each problem is a sentence that says where it is (file, line and column, or JSON pointer), what it is and what to do.
 */
public final class InvalidInputException extends RuntimeException {

    private final List<String> problems;

    public InvalidInputException(String problem) {
        this(List.of(problem));
    }

    /** All problems of one file at once, in the order in which they stand in it. */
    public InvalidInputException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, at least one. */
    public List<String> problems() {
        return problems;
    }
}
