package moderato.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The program's entry: reads the command line, runs the command and leaves with its exit code. */
public final class Main {

    static {
        StartUp.settle();
    }

    private Main() {
    }

    public static void main(String[] arguments) {
        StartUp.ahead(List.of(arguments));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(err);
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> failed(err, error));
        int code = run(List.of(arguments), new PrintWriter(out, true, StandardCharsets.UTF_8), new PrintWriter(err, true, StandardCharsets.UTF_8));
        out.flush();
        System.exit(code);
    }

    /* A thread that dies leaves others waiting for it: the program ends instead, and what is open is gone on with at the next start. */
    private static void failed(PrintStream err, Throwable error) {
        if (error instanceof OutOfMemoryError) {
            err.println("moderato: the memory that the program may use ran out; give it more (MODERATO_HEAP=4g moderato ...), and go on with what is open: moderato runs resume");
            Runtime.getRuntime().halt(ExitCode.UNAVAILABLE);
        }
        err.println("moderato: this is a bug in moderato: " + error);
        error.printStackTrace(err);
        Runtime.getRuntime().halt(ExitCode.BUG);
    }

    /**
     * Runs one command.
     *
     * @return the exit code, one of {@link ExitCode}
     */
    public static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(described());
        Commands.forArguments(arguments).forEach(line::addSubcommand);
        line.setOut(out).setErr(err).setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true);
        ErrorReport report = new ErrorReport(err, arguments.contains("--debug"));
        line.setParameterExceptionHandler((error, given) -> report.usage(error, arguments));
        line.setExecutionExceptionHandler((error, command, result) -> report.failure(error, Arrays.asList(command.getCommandSpec().qualifiedName())));
        return line.execute(arguments.toArray(String[]::new));
    }

    /* Without annotations: reading those takes longer than a small run. */
    private static CommandSpec described() {
        CommandSpec[] itself = new CommandSpec[1];
        Runnable usage = () -> itself[0].commandLine().usage(itself[0].commandLine().getOut());
        CommandSpec spec = CommandSpec.wrapWithoutInspection(usage).name("moderato").versionProvider(() -> new String[] {"moderato " + version()});
        itself[0] = spec;
        spec.usageMessage().description("Moderates video with open models, runs the pipelines such systems are written in, and keeps people in the loop.")
                .footer("", "Examples:", "  moderato demo                     moderate a real clip and open its report",
                        "  moderato moderate holiday.mp4     write holiday.mp4.moderation.json and .html beside it");
        return spec.addOption(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true).description("Show this help message and exit.").build())
                .addOption(OptionSpec.builder("-V", "--version").type(boolean.class).versionHelp(true).description("Print version information and exit.").build());
    }

    /* The version that Maven wrote into the manifest. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
