package moderato.cli;

import java.util.List;
import moderato.kernel.Engine;
import moderato.kernel.RunDetails;
import moderato.kernel.RunFilter;
import moderato.kernel.RunSummary;

/** Finds the run that a user means: by its id, its name, or the beginning of its name. */
final class RunReference {

    private static final int LOOKED_AT = 1000;

    private RunReference() {
    }

    /**
     * The run that is meant.
     *
     * @throws CommandException when there is none, or several
     */
    static RunDetails find(Engine engine, String reference) {
        var exact = engine.describe(reference);
        if (exact.isPresent()) {
            return exact.get();
        }
        List<RunSummary> named = engine.list(RunFilter.newest(LOOKED_AT).named(reference)).runs();
        if (named.isEmpty()) {
            named = engine.list(RunFilter.newest(LOOKED_AT)).runs().stream().filter(run -> run.run().name().startsWith(reference)).toList();
        }
        if (named.isEmpty()) {
            throw new CommandException(ExitCode.BAD_INPUT, "no run is called '" + reference + "'; moderato runs list shows those that are kept");
        }
        if (named.size() > 1) {
            throw new CommandException(ExitCode.USAGE, "several runs are called '" + reference + "'; give one of their ids:\n"
                    + String.join("\n", named.stream().map(run -> "  " + run.run().id()).toList()));
        }
        return engine.describe(named.getFirst().run().id()).orElseThrow();
    }
}
