package moderato.states;

import com.dashjoin.jsonata.Jsonata;

/** What one evaluation may cost, in steps and depth; never in time, so that every replay decides the same. */
final class JsonataBudget {

    /** About a second of work on one core. */
    private static final int MOST_STEPS = 2_000_000;
    private static final int DEEPEST = 500;

    private int steps;
    private int depth;

    /** The expression did more than it may. */
    static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1;

        SpentException(String message) {
            super(message, null, false, false);
        }
    }

    void watch(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((expression, input, environment) -> {
            if (++depth > DEEPEST) {
                throw new SpentException("U1001: Stack overflow error: Check for non-terminating recursive function. "
                        + "Consider rewriting as tail-recursive.");
            }
            if (++steps > MOST_STEPS) {
                throw new SpentException("U1001: Expression evaluation timeout: Check for infinite loop");
            }
        });
        frame.setEvaluateExitCallback((expression, input, environment, result) -> depth--);
    }
}
