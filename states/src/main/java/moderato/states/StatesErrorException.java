package moderato.states;

import java.util.Optional;

/**
 * A reserved error of the States Language, with the cause in the service's own words.
 *
 * <p>Expressions throw it without knowing where they stand; {@link #inState} adds the state, as the service does.
 */
public final class StatesErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String error;
    private final String cause;
    private final transient Optional<String> location;

    private StatesErrorException(String error, String cause, Optional<String> location) {
        super(error + ": " + cause, null, false, false);
        this.error = error;
        this.cause = cause;
        this.location = location;
    }

    public StatesErrorException(String error, String cause) {
        this(error, cause, Optional.empty());
    }

    /** A failure of a state's own data flow: a path that finds nothing, a value of the wrong kind. */
    public static StatesErrorException runtime(String cause) {
        return new StatesErrorException("States.Runtime", cause);
    }

    /** An intrinsic function that could not do its work. */
    public static StatesErrorException intrinsic(String cause) {
        return new StatesErrorException("States.IntrinsicFailure", cause);
    }

    /** A JSONata expression that failed, or whose result does not fit its field. */
    public static StatesErrorException queryEvaluation(String cause, String location) {
        return new StatesErrorException("States.QueryEvaluationError", cause, Optional.of(location));
    }

    /** A value that does not fit its field, where no expression is to blame. */
    public static StatesErrorException queryEvaluation(String cause) {
        return new StatesErrorException("States.QueryEvaluationError", cause);
    }

    /** The reserved name, such as {@code States.Runtime}. */
    public String error() {
        return error;
    }

    /** What went wrong, in the service's words. */
    public String cause() {
        return cause;
    }

    /** The field whose expression failed, such as {@code Output/result}, as EvaluationFailed events name it. */
    public Optional<String> location() {
        return location;
    }

    /** The same error, its cause led in by the state that it ended. */
    public StatesErrorException inState(String stateName, long enteredEventId) {
        String led = "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
                .formatted(stateName, enteredEventId, cause);
        return new StatesErrorException(error, led, location);
    }
}
