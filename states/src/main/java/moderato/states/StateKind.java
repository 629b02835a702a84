package moderato.states;

import java.util.Optional;

/** The eight kinds of state, with the names that the service gives to what happens to them. */
enum StateKind {
    TASK("Task", true), PASS("Pass", false), CHOICE("Choice", false), WAIT("Wait", true), SUCCEED("Succeed", false), FAIL("Fail", false), PARALLEL(
            "Parallel", true), MAP("Map", true);

    private final String word;
    private final String entered;
    private final String exited;
    private final Optional<String> aborted;

    StateKind(String word, boolean rests) {
        this.word = word;
        this.entered = word + "StateEntered";
        this.exited = word + "StateExited";
        this.aborted = rests ? Optional.of(word + "StateAborted") : Optional.empty();
    }

    /** The value of {@code Type}. */
    String word() {
        return word;
    }

    /** The type of the event of its entry. */
    String entered() {
        return entered;
    }

    /** The type of the event of its exit. */
    String exited() {
        return exited;
    }

    /** The type of the event of its end from outside; none where a state never rests. */
    Optional<String> aborted() {
        return aborted;
    }
}
