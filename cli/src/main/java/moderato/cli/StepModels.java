package moderato.cli;

import java.util.List;
import java.util.Optional;
import moderato.analysis.ModelsAhead;
import moderato.models.ModelStore;
import moderato.moderation.Domains;
import org.jspecify.annotations.Nullable;

/** The models of one moderation's steps: loaded while the video is being decoded, let go as steps end. Nothing is loaded for a run whose results are known. */
final class StepModels implements AutoCloseable {

    /* In the order in which the steps get their turn at the cores. */
    private static final List<String> DURING_INGEST = List.of(Domains.NUDITY, Domains.OBJECTS, Domains.TEXT, Domains.SPEECH, Domains.FACES);

    private final ModelStore store;
    private final List<String> domains;
    private @Nullable ModelsAhead ahead;

    /** @param domains what is looked for */
    StepModels(ModelStore store, List<String> domains) {
        this.store = store;
        this.domains = domains;
    }

    /** Told that a step begins to do its work. */
    synchronized void begins(String step) {
        List<String> next = DURING_INGEST.stream().filter(domains::contains).toList();
        if (step.equals(ModerationSteps.INGEST) && ahead == null && !next.isEmpty()) {
            ModelsAhead begun = new ModelsAhead(store);
            next.forEach(begun::expect);
            ahead = begun;
        }
    }

    /** Told that a step is over, however it ended. */
    synchronized void ends(String step) {
        if (ahead == null) {
            return;
        }
        for (String domain : domains) {
            if (ModerationSteps.last(domain).equals(Optional.of(step))) {
                ahead.over(domain);
            }
        }
        // Not before: where one of the two has let its models go, there is room for these.
        if (domains.contains(Domains.TOXICITY) && (step.equals(Domains.TEXT) || step.equals(Domains.SPEECH))) {
            ahead.expect(Domains.TOXICITY);
        }
    }

    @Override
    public synchronized void close() {
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
    }
}
