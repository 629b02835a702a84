package moderato.cli;

/** A command that cannot do what was asked, with the sentence that says so and the exit code. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The code to leave with; one of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
