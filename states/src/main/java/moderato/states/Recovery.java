package moderato.states;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Command;
import moderato.kernel.Limits;

/** What becomes of a state that failed: another attempt, a Catch, or the end of its branch. */
final class Recovery {

    private Recovery() {
    }

    /**
     * Recovers a state, or fails its branch.
     *
     * @param unretried the event to tell once it is clear that the state is not retried
     * @param residue where the state rested with its children, for a redrive
     */
    static void from(Frame frame, Failure why, Optional<String> unretried, Optional<Rest.InState> residue) {
        StateHead head = frame.head();
        if (retry(frame, head, why)) {
            return;
        }
        unretried.ifPresent(type -> frame.note(type, JsonNodeFactory.instance::objectNode));
        for (Catcher catcher : head.catchers()) {
            if (catcher.isFor(why)) {
                handOn(frame, catcher, why, residue);
                return;
            }
        }
        frame.giveUp(why, residue);
    }

    /** Recovers a state that failed by an error of its own data flow. */
    static void from(Frame frame, StatesErrorException thrown) {
        Failure why = explain(frame, thrown);
        StateKind kind = frame.head().kind();
        boolean told = kind == StateKind.MAP || kind == StateKind.PARALLEL;
        from(frame, why, told && !why.isRuntime() ? Optional.of(kind.word() + "StateFailed") : Optional.empty(), Optional.empty());
    }

    private static boolean retry(Frame frame, StateHead head, Failure why) {
        List<Retrier> retriers = head.retriers();
        for (int i = 0; i < retriers.size(); i++) {
            Retrier retrier = retriers.get(i);
            if (retrier.isFor(why)) {
                List<Integer> soFar = frame.retries().isEmpty() ? Collections.nCopies(retriers.size(), 0) : frame.retries();
                if (soFar.get(i) >= retrier.maxAttempts()) {
                    return false;
                }
                Integer[] counts = soFar.toArray(new Integer[0]);
                counts[i]++;
                frame.countRetries(List.of(counts));
                Instant due = frame.turn.at.plus(retrier.delay(soFar.get(i), frame.turn));
                frame.rest(new Rest.Delayed(frame.visit()));
                frame.turn.ask(new Command.StartTimer(frame.path(), due));
                return true;
            }
        }
        return false;
    }

    private static void handOn(Frame frame, Catcher catcher, Failure why, Optional<Rest.InState> residue) {
        try {
            frame.leave(catcher.flow().caught(frame.scope(), why.toErrorOutput()), catcher.next());
        } catch (StatesErrorException e) {
            frame.giveUp(explain(frame, e), residue);
        }
    }

    /** The failure that an error of the data flow is, told to the history where it is one of a query. */
    private static Failure explain(Frame frame, StatesErrorException thrown) {
        StateHead head = frame.head();
        boolean plain = thrown.error().equals(Limits.DATA_LIMIT_EXCEEDED) || frame.turn.pretended().isPresent();
        StatesErrorException led = plain ? thrown : thrown.inState(head.name(), frame.entered());
        Failure why = Failure.of(led.error(), led.cause());
        if (led.error().equals("States.QueryEvaluationError")) {
            frame.follow(head.kind() == StateKind.WAIT ? frame.entered() : frame.visit().before());
            frame.note("EvaluationFailed", () -> {
                ObjectNode details = why.describe(JsonNodeFactory.instance.objectNode());
                led.location().ifPresent(location -> details.put("location", location));
                return details.put("state", head.name());
            });
        }
        return why;
    }
}
