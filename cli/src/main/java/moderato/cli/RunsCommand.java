package moderato.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code moderato runs}: what is kept of runs, and what can be done with them. */
@Command(name = "runs", description = "Lists runs, shows and follows them, stops, redrives, resumes and answers them.", subcommands = {RunsListCommand.class,
        RunsShowCommand.class, RunsHistoryCommand.class, RunsFollowCommand.class, RunsStopCommand.class, RunsRedriveCommand.class, RunsResumeCommand.class,
        RunsAnswerCommand.class}, footer = {"", "Example:", "  moderato runs list"})
final class RunsCommand implements Runnable {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this help and exit")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
