package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One time that a job is run, as the job sees it.
 *
 * @param settings the settings of the run that asked for it
 * @param stopping turns true when the job is no longer wanted
 * @param lines sees every line of its log
 * @param onStart is told when its program starts, after its inputs are there
 */
record JobRun(JsonNode settings, BooleanSupplier stopping, Consumer<String> lines, Runnable onStart) {

    /** Says that the program starts now. */
    void started() {
        onStart.run();
    }
}
