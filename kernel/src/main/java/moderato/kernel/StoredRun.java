package moderato.kernel;

import java.time.Instant;
import java.util.Optional;

/**
 * A run as a journal keeps it, without its events.
 *
 * @param key the run's number in its journal, raised with every run
 * @param semantics the version of the interpreter that the run began with
 * @param definition the hash of its definition, whose text the journal keeps once
 * @param settings the hash of its settings, whose text the journal keeps once
 */
public record StoredRun(long key, RunIdentity run, String language, int semantics, String definition, String settings,
        Optional<Parent> parent, RunStatus status, Instant started, Optional<Instant> ended, int redrives, Optional<Instant> redriven,
        Optional<String> problem, Optional<Outcome> outcome) {

    /** The run, and the place in it, that waits for a child. */
    public record Parent(String run, String path) {
    }

    /** The same run, begun at the instant of its first event. */
    StoredRun begun(Instant at) {
        return new StoredRun(key, run, language, semantics, definition, settings, parent, status, at, ended, redrives, redriven, problem,
                outcome);
    }

    /** The same run, over. */
    StoredRun over(Outcome how, Instant at) {
        return new StoredRun(key, run, language, semantics, definition, settings, parent, RunStatus.of(how), started, Optional.of(at),
                redrives, redriven, Optional.empty(), Optional.of(how));
    }

    /** The same run, going on once more. */
    StoredRun reopened(Instant at) {
        return new StoredRun(key, run, language, semantics, definition, settings, parent, RunStatus.RUNNING, started, Optional.empty(),
                redrives + 1, Optional.of(at), Optional.empty(), Optional.empty());
    }

    /** The same run, with another place that waits for it. */
    StoredRun under(Parent place) {
        return new StoredRun(key, run, language, semantics, definition, settings, Optional.of(place), status, started, ended, redrives, redriven,
                problem, outcome);
    }

    /** The same run, its handlers being told other settings. */
    StoredRun with(Settings other) {
        return new StoredRun(key, run, language, semantics, definition, other.hash(), parent, status, started, ended, redrives, redriven, problem,
                outcome);
    }

    /** The same run, unable to go on. */
    StoredRun parked(String why) {
        return new StoredRun(key, run, language, semantics, definition, settings, parent, RunStatus.PARKED, started, ended, redrives,
                redriven, Optional.of(why), outcome);
    }

    /** The same run, able to go on again. */
    StoredRun unparked() {
        return new StoredRun(key, run, language, semantics, definition, settings, parent, RunStatus.RUNNING, started, ended, redrives,
                redriven, Optional.empty(), outcome);
    }

    /** The run as lists show it. */
    public RunSummary summary() {
        return new RunSummary(run, language, status, started, ended, parent.map(Parent::run), redrives, redriven, problem);
    }
}
