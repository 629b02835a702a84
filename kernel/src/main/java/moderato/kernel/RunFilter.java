package moderato.kernel;

import java.util.Optional;

/**
 * Which runs a list shows, newest first.
 *
 * @param status only runs of this status
 * @param definitionId only runs of this definition
 * @param name only runs of this name
 * @param parent only children of the run with this id
 * @param limit how many at most
 * @param after goes on behind the list that gave this as {@link RunPage#next}
 */
public record RunFilter(Optional<RunStatus> status, Optional<String> definitionId, Optional<String> name, Optional<String> parent,
        int limit, Optional<String> after) {

    public RunFilter {
        if (limit < 1) {
            throw new IllegalArgumentException("a list of runs shows at least one, not " + limit);
        }
    }

    /** The newest runs, whatever they are. */
    public static RunFilter newest(int limit) {
        return new RunFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit, Optional.empty());
    }

    /** The same, but only runs of a status. */
    public RunFilter withStatus(RunStatus wanted) {
        return new RunFilter(Optional.of(wanted), definitionId, name, parent, limit, after);
    }

    /** The same, but only runs of the definition with an id. */
    public RunFilter ofDefinition(String id) {
        return new RunFilter(status, Optional.of(id), name, parent, limit, after);
    }

    /** The same, but only runs of a name. */
    public RunFilter named(String wanted) {
        return new RunFilter(status, definitionId, Optional.of(wanted), parent, limit, after);
    }

    /** The same, but only children of the run with an id. */
    public RunFilter childrenOf(String id) {
        return new RunFilter(status, definitionId, name, Optional.of(id), limit, after);
    }

    /** The same, but behind the page that gave this mark. */
    public RunFilter after(String mark) {
        return new RunFilter(status, definitionId, name, parent, limit, Optional.of(mark));
    }
}
