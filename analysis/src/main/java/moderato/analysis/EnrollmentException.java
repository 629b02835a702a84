package moderato.analysis;

import java.io.IOException;

/** Pictures or a list that cannot be enrolled as asked: says which, and what would do. */
public final class EnrollmentException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Makes the error with its whole message. */
    public EnrollmentException(String message) {
        super(message);
    }
}
