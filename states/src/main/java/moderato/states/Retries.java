package moderato.states;

import java.time.Instant;
import moderato.kernel.Command;

/** The time between two attempts at a state. */
final class Retries {

    private Retries() {
    }

    /** Rests until the retry is due. */
    static void delay(Frame frame, Retrier retrier, int retriesSoFar) {
        Instant due = frame.turn.at.plus(retrier.delay(retriesSoFar, frame.turn));
        frame.rest(new Rest.Delayed(frame.visit()));
        frame.turn.ask(new Command.StartTimer(frame.path(), due));
    }
}
