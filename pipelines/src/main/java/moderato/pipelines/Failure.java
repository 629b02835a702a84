package moderato.pipelines;

import moderato.kernel.Outcome;

/**
 * Why outside work failed.
 *
 * @param error the name that retry policies look at
 * @param cause the text that explains it
 */
record Failure(String error, String cause) {

    private static final int LONGEST = 1024;

    static Failure of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(var error, var cause) -> new Failure(error.orElse("ClientError"), cause.orElse(""));
            case Outcome.TimedOut(var error, var cause) -> new Failure(error.orElse("Timeout"), cause.orElse("The step took longer than it may."));
            case Outcome.Stopped(var error, var cause) -> new Failure("Stopped", cause.orElse(""));
            case Outcome.Succeeded _ -> new Failure("ClientError", "The answer does not have what was asked for.");
        };
    }

    boolean stopped() {
        return error.equals("Stopped");
    }

    /** The step's FailureReason, at most 1024 characters. */
    String reason() {
        String reason = cause.startsWith(error) ? cause : cause.isEmpty() ? error : error + ": " + cause;
        return reason.substring(0, Math.min(LONGEST, reason.length()));
    }
}
