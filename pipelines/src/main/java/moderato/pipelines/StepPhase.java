package moderato.pipelines;

/** Where a step stands. */
enum StepPhase {
    /** Something it waits for is not decided yet. */
    WAITING(""),
    /** It may start as soon as there is room. */
    READY(""),
    /** It waits for values that JsonGet asked for. */
    READING("Executing"),
    /** It waits for the digests of its inputs. */
    DIGESTING("Executing"),
    /** It waits for the answer of the cache. */
    FINDING("Executing"),
    /** Its work is being done. */
    WORKING("Executing"),
    /** It waits before its next attempt. */
    RESTING("Executing"),
    /** It succeeded, and waits until the cache has kept that. */
    KEEPING("Executing"),
    /** Its children run. */
    LOOPING("Executing"),
    SUCCEEDED("Succeeded"), FAILED("Failed"), STOPPED("Stopped"),
    /** It will never run: it stands on a branch not taken, or waits for what did not happen. */
    SKIPPED("");

    private final String status;

    StepPhase(String status) {
        this.status = status;
    }

    /** The status that the service shows; empty when it does not list the step. */
    String status() {
        return status;
    }

    boolean over() {
        return this == SUCCEEDED || this == FAILED || this == STOPPED || this == SKIPPED;
    }

    /** Whether it began and is not over. */
    boolean active() {
        return !over() && this != WAITING && this != READY;
    }
}
