package moderato.states;

/** The text of an expression that cannot be read: a path, an intrinsic function, JSONata, or a payload template. */
public final class ExpressionSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ExpressionSyntaxException(String message) {
        super(message, null, false, false);
    }
}
