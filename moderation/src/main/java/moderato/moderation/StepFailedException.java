package moderato.moderation;

/** A step without which no package can be made has failed, with its exit code and its reason. */
public final class StepFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    public StepFailedException(int exitCode, String reason) {
        super(reason);
        this.exitCode = exitCode;
    }

    /** The step's exit code. */
    public int exitCode() {
        return exitCode;
    }
}
