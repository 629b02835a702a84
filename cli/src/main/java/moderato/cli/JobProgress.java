package moderato.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import moderato.jobs.JobListener;
import moderato.moderation.ModerationProgress;

/** Reads {@code progress <done>/<of>} from the logs of a moderation's jobs; the rest of a log says what the failure says too. */
final class JobProgress implements JobListener {

    /* A step that has looked at all frames it knows of may find more. */
    private static final double NOT_YET_DONE = 0.99;

    private final Map<String, ModerationProgress> listeners = new ConcurrentHashMap<>();

    /** Tells somebody how the jobs of a run get on. */
    void tell(String runName, ModerationProgress listener) {
        listeners.put(runName, listener);
    }

    /** Tells nobody about a run any more. */
    void forget(String runName) {
        listeners.remove(runName);
    }

    @Override
    public void line(String job, String line) {
        String[] words = line.split("[ /]");
        if (words.length != 3 || !words[0].equals("progress")) {
            return;
        }
        try {
            double share = Math.clamp(Double.parseDouble(words[1]) / Double.parseDouble(words[2]), 0, NOT_YET_DONE);
            listeners.forEach((run, listener) -> step(job, run).ifPresent(step -> listener.at(step, share)));
        } catch (NumberFormatException notProgress) {
            return;
        }
    }

    /* Jobs are called pipelines-RUN-STEP-RANDOM. */
    private static Optional<String> step(String job, String run) {
        String before = "pipelines-" + run + "-";
        int end = job.lastIndexOf('-');
        return job.startsWith(before) && end > before.length() ? Optional.of(job.substring(before.length(), end)) : Optional.empty();
    }
}
