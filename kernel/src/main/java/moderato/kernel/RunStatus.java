package moderato.kernel;

/** Where a run stands. */
public enum RunStatus {
    /** It goes on, or waits for something. */
    RUNNING,
    /** It ended with an output. */
    SUCCEEDED,
    /** It ended with an error. */
    FAILED,
    /** It took longer than it was allowed to. */
    TIMED_OUT,
    /** Somebody stopped it. */
    STOPPED,
    /** It cannot go on, for a reason in the engine or its journal and not in the definition; it is tried again when an engine starts. */
    PARKED;

    /** The status of a run that ended this way. */
    public static RunStatus of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> SUCCEEDED;
            case Outcome.Failed failed -> FAILED;
            case Outcome.TimedOut timedOut -> TIMED_OUT;
            case Outcome.Stopped stopped -> STOPPED;
        };
    }

    /** Whether the run is over. */
    public boolean ended() {
        return this != RUNNING && this != PARKED;
    }
}
