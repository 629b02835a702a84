package moderato.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {

    @Option(names = "--home", paramLabel = "DIR", description = "where journal, models and objects are kept (default: $MODERATO_HOME, else ~/.moderato)")
    private @Nullable Path home;

    @Option(names = "--debug", description = "on an error, print the stack trace as well")
    private boolean debug;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this help and exit")
    private boolean help;

    /** The home folder that the command works in. */
    Home home() {
        return Home.of(Optional.ofNullable(home), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** Whether stack traces are wanted. */
    boolean debug() {
        return debug;
    }
}
