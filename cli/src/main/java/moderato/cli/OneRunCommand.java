package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import moderato.kernel.Engine;
import moderato.kernel.RunDetails;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command about one run that is kept. */
abstract class OneRunCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RUN", description = "the run: its id, its name, or the beginning of its name")
    private String run = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Does the command's work on the run that is meant; the answer is the exit code. */
    abstract int call(Engine engine, RunDetails details) throws Exception;

    /** The engine that the work needs: one that goes on with open runs, unless the command only looks. */
    Engine open() throws IOException {
        return Engines.open(home());
    }

    @Override
    public final Integer call() throws Exception {
        try (Engine engine = open()) {
            return call(engine, RunReference.find(engine, run));
        }
    }

    final Home home() {
        return common.home();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
