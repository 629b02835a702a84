package moderato.kernel;

/** Something that an engine was asked for and cannot do, with a text that says what, where and what to do. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The kinds of refusal. */
    public enum Kind {
        /** There is no run with this id. */
        RUN_NOT_FOUND,
        /** There is a run with this id already, of another definition or input, or one that has ended. */
        RUN_EXISTS,
        /** The run has ended, so that it cannot be stopped. */
        RUN_ENDED,
        /** The run has not failed, so that there is nothing to redrive. */
        NOT_REDRIVABLE,
        /** No task waits for this token: it never did, or it has ended. */
        TOKEN_NOT_FOUND,
        /** An input, output or error is larger than {@link Limits} allow. */
        TOO_LARGE,
        /** The engine knows no such language. */
        UNKNOWN_LANGUAGE,
        /** The run is parked, or what the journal holds of it is damaged. */
        DAMAGED,
        /** The disk, or the journal's share of it, is full. */
        JOURNAL_FULL,
        /** The journal cannot be read or written. */
        JOURNAL_FAILED,
        /** Another process owns the home. */
        HOME_OWNED,
        /** The engine is closed, or its owner is gone. */
        CLOSED
    }

    private final Kind kind;

    public EngineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public EngineException(Kind kind, String message, Throwable reason) {
        super(message, reason);
        this.kind = kind;
    }

    /** What kind of refusal it is. */
    public Kind kind() {
        return kind;
    }
}
