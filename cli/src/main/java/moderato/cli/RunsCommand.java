package moderato.cli;

import picocli.CommandLine.Command;

/** {@code moderato runs}: what is kept of runs, and what can be done with them. */
@Command(name = "runs", description = "Lists runs, shows and follows them, stops, redrives, resumes and answers them.", subcommands = {RunsListCommand.class,
        RunsShowCommand.class, RunsHistoryCommand.class, RunsFollowCommand.class, RunsStopCommand.class, RunsRedriveCommand.class, RunsResumeCommand.class,
        RunsAnswerCommand.class, RunsTakeCommand.class}, footer = {"", "Example:", "  moderato runs list"})
final class RunsCommand extends CommandGroup {
}
