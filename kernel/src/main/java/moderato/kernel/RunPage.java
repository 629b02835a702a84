package moderato.kernel;

import java.util.List;
import java.util.Optional;

/**
 * Some of the runs that a filter lets through.
 *
 * @param runs the runs, newest first
 * @param next what {@link RunFilter#after} takes for the runs behind these; absent when there are none
 */
public record RunPage(List<RunSummary> runs, Optional<String> next) {

    public RunPage {
        runs = List.copyOf(runs);
    }
}
