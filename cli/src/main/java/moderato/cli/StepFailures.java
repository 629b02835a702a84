package moderato.cli;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moderato.moderation.StepFailedException;

/** Says why a step failed in the words of the user's files, with the exit code that goes with it. */
final class StepFailures {

    private static final Pattern EXIT_CODE = Pattern.compile(", exit code: (\\d+)(; the log is .*)?$", Pattern.DOTALL);

    private StepFailures() {
    }

    /**
     * The failure of a moderation.
     *
     * @param reason the step's FailureReason
     */
    static StepFailedException of(Home home, String step, String reason, Path video) {
        Matcher code = EXIT_CODE.matcher(reason);
        boolean algorithm = reason.startsWith("AlgorithmError: ");
        int exit = algorithm && code.find() ? Integer.parseInt(code.group(1)) : ExitCode.IO_ERROR;
        String inputs = Pattern.quote(home.jobs().toAbsolutePath().normalize().toString()) + "/attempts/[^:]*?/input/";
        String plain = EXIT_CODE.matcher(reason).replaceFirst("").replaceFirst("^[A-Za-z]+Error: ", "")
                .replaceAll(inputs + "video/video(\\.[a-z0-9]{1,8})?", Matcher.quoteReplacement(String.valueOf(video.getFileName())))
                .replaceAll(inputs + "hash-lists/\\d+/", "")
                // The decoder names the file too.
                .replaceFirst("^'" + Pattern.quote(Shown.name(video)) + "' ", "");
        return new StepFailedException(exit == ExitCode.BAD_INPUT || exit == ExitCode.IO_ERROR || exit == ExitCode.USAGE ? exit : ExitCode.BUG,
                step.equals("ingest") ? plain : "step " + step + ": " + plain);
    }
}
