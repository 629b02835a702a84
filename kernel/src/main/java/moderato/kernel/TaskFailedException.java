package moderato.kernel;

/** Outside work that failed, by the name of its error and a text that explains it. */
public final class TaskFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String error;

    /**
     * @param error the error's name, which Retry and Catch look at, such as {@code Lambda.Unknown}
     * @param cause a text for people, or JSON where the service answers that
     */
    public TaskFailedException(String error, String cause) {
        super(cause);
        this.error = error;
    }

    /** The error's name. */
    public String error() {
        return error;
    }

    /** The text that explains it. */
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
