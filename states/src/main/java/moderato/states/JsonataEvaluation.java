package moderato.states;

/**
 * The evaluation that the current thread is in the middle of: what the functions of JSONata may see and spend.
 *
 * <p>Functions belong to the compiled expression, which many threads use at once; this is how they find the one that calls them.
 *
 * @param scope what the expression can see
 * @param budget what it may still cost
 */
record JsonataEvaluation(EvaluationScope scope, JsonataBudget budget) {

    private static final ScopedValue<JsonataEvaluation> CURRENT = ScopedValue.newInstance();

    /** Runs something as a part of this evaluation. */
    <R, X extends Throwable> R run(ScopedValue.CallableOp<R, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    static JsonataEvaluation current() {
        return CURRENT.get();
    }
}
