package moderato.pipelines;

/** What became of a wait. */
enum Fate {
    /** Not decided. */
    OPEN,
    /** What was waited for happened. */
    MET,
    /** It will never happen. */
    NEVER;

    /** The fate of a wait, by the state of the step waited for. */
    static Fate of(Plan.Wait wait, StepState from) {
        if (wait.branch().isPresent() && wait.branch().get() == Step.Branch.Body) {
            return from.phase() == StepPhase.LOOPING ? MET : from.phase().over() ? NEVER : OPEN;
        }
        if (!from.phase().over()) {
            return OPEN;
        }
        if (wait.branch().isPresent()) {
            boolean taken = from.phase() == StepPhase.SUCCEEDED && from.properties().path("Outcome").asBoolean() == (wait.branch().get() == Step.Branch.If);
            return taken ? MET : NEVER;
        }
        boolean met = switch (wait.trigger()) {
            case Completed -> from.phase() == StepPhase.SUCCEEDED;
            case Failed -> from.phase() == StepPhase.FAILED;
            case Stopped -> from.phase() == StepPhase.STOPPED;
            case Any -> from.phase() != StepPhase.SKIPPED;
        };
        return met ? MET : NEVER;
    }
}
