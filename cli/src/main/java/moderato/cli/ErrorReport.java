package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import moderato.analysis.EnrollmentException;
import moderato.handlers.InvalidFileException;
import moderato.kernel.EngineException;
import moderato.kernel.InvalidDefinitionException;
import moderato.media.MediaException;
import moderato.models.ManifestException;
import moderato.models.ModelUnavailableException;
import moderato.moderation.InvalidInputException;
import picocli.CommandLine;

/**
 * Turns what went wrong into a sentence for the user and an exit code.
 *
 * @param about what every sentence begins with: which of several things it was
 */
record ErrorReport(PrintWriter err, boolean debug, String about) {

    ErrorReport(PrintWriter err, boolean debug) {
        this(err, debug, "");
    }

    /**
     * A command line that cannot be understood.
     *
     * @param given its arguments
     */
    int usage(CommandLine.ParameterException error, List<String> given) {
        CommandLine command = error.getCommandLine();
        err.println("moderato: " + error.getMessage());
        given.stream().filter(argument -> argument.startsWith("-") && Files.exists(Path.of(argument))).forEach(file -> err.println(
                Shown.path(Path.of(file)) + " begins with a dash; write ./" + Shown.path(Path.of(file)) + ", or -- before the files"));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, err)) {
            err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /** A command that threw. */
    int failure(Exception error, List<String> command) {
        if (debug) {
            error.printStackTrace(err);
        }
        return switch (error) {
            case CommandException known -> say(known.exitCode(), String.valueOf(known.getMessage()));
            case InvalidDefinitionException invalid -> {
                invalid.problems().forEach(problem -> err.println("moderato: " + problem.line() + ":" + problem.column() + ": " + problem.pointer() + ": " + problem.message()));
                yield ExitCode.BAD_INPUT;
            }
            case EngineException refused when refused.getCause() instanceof InterruptedException interrupted -> failure(interrupted, command);
            case EngineException refused -> say(code(refused), String.valueOf(refused.getMessage()));
            case ModelUnavailableException model -> say(ExitCode.UNAVAILABLE, String.valueOf(model.getMessage()));
            case ManifestException manifest -> say(ExitCode.BAD_INPUT, String.valueOf(manifest.getMessage()));
            case EnrollmentException enrollment -> say(ExitCode.BAD_INPUT, String.valueOf(enrollment.getMessage()));
            case InvalidInputException invalid -> badInput(invalid.problems());
            case InvalidFileException invalid -> badInput(invalid.problems());
            case UncheckedIOException io when io.getCause() instanceof IOException cause -> failure(cause, command);
            case MediaException unreadable -> say(ExitCode.BAD_INPUT, String.valueOf(unreadable.getMessage()));
            case NoSuchFileException missing -> say(ExitCode.BAD_INPUT, missing.getFile() + ": no such file or folder");
            case FileAlreadyExistsException there -> say(ExitCode.IO_ERROR, there.getFile() + ": is there already, and is no folder");
            case AccessDeniedException denied -> say(ExitCode.IO_ERROR, denied.getFile() + ": permission denied");
            case FileSystemException file -> say(ExitCode.IO_ERROR, file.getFile()
                    + Optional.ofNullable(file.getOtherFile()).map(other -> " cannot be brought to " + other).orElse("") + ": " + Objects.requireNonNullElse(file.getReason(), file.getClass().getSimpleName()));
            case IOException io -> say(ExitCode.IO_ERROR, String.valueOf(io.getMessage()));
            case InterruptedException interrupted -> {
                Thread.currentThread().interrupt();
                yield say(ExitCode.INTERRUPTED, "interrupted");
            }
            default -> bug(error, command);
        };
    }

    private static int code(EngineException refused) {
        return switch (refused.kind()) {
            case RUN_NOT_FOUND, RUN_EXISTS, RUN_ENDED, NOT_REDRIVABLE, TOKEN_NOT_FOUND, TOO_LARGE, UNKNOWN_LANGUAGE -> ExitCode.BAD_INPUT;
            case DAMAGED, JOURNAL_FULL, JOURNAL_FAILED -> ExitCode.IO_ERROR;
            case HOME_OWNED, CLOSED -> ExitCode.UNAVAILABLE;
        };
    }

    private int say(int code, String sentence) {
        err.println("moderato: " + about + sentence);
        return code;
    }

    private int badInput(List<String> problems) {
        problems.forEach(problem -> err.println("moderato: " + about + problem));
        return ExitCode.BAD_INPUT;
    }

    private int bug(Exception error, List<String> command) {
        err.println("moderato: " + about + "this is a bug in moderato: " + error);
        err.println("Please report it with the command (" + String.join(" ", command) + ") and the output of the same command with --debug.");
        return ExitCode.BUG;
    }
}
