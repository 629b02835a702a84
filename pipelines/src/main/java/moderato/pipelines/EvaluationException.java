package moderato.pipelines;

/** A value that a step needs and cannot have; the message is the step's failure reason. */
final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EvaluationException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
