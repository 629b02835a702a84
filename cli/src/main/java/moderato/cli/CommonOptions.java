package moderato.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that every command has. */
final class CommonOptions {

    private static final String HOME = "where journal, models and objects are kept (default: $MODERATO_HOME, else ~/.moderato)";
    private static final String DEBUG = "on an error, print the stack trace as well";
    static final String HELP = "show this help and exit";

    @Option(names = "--home", paramLabel = "DIR", description = HOME)
    private @Nullable Path home;

    @Option(names = "--debug", description = DEBUG)
    private boolean debug;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = HELP)
    private boolean help;

    /** Adds these options to a command that is described without annotations. */
    static void describe(CommandSpec command) {
        command.addOption(OptionSpec.builder("--home").type(Path.class).paramLabel("DIR").description(HOME).build())
                .addOption(OptionSpec.builder("--debug").type(boolean.class).description(DEBUG).build())
                .addOption(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true).description(HELP).build());
    }

    /** What was given of these options to a command that is described without annotations. */
    static CommonOptions of(ParseResult given) {
        CommonOptions options = new CommonOptions();
        options.home = given.matchedOptionValue("--home", (Path) null);
        options.debug = given.matchedOptionValue("--debug", false);
        return options;
    }

    /** The home folder that the command works in; it is made where it is not there. */
    Home home() {
        Home folder = Home.of(Optional.ofNullable(home), System.getenv(), Path.of(System.getProperty("user.home")));
        folder.make();
        return folder;
    }

    /** Whether stack traces are wanted. */
    boolean debug() {
        return debug;
    }
}
