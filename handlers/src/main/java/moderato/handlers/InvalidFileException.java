package moderato.handlers;

import java.io.IOException;
import java.util.List;

/** A file that a user wrote and that cannot be accepted, with everything that is wrong in it. */
public final class InvalidFileException extends IOException {

    private final List<String> problems;

    /** @param problems sentences, each with file, line and column, in the order in which they stand in the file */
    InvalidFileException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, at least one. */
    public List<String> problems() {
        return problems;
    }
}
