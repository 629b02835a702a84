package moderato.cli;

import java.util.List;

/** The exit codes of every command, as {@code docs/commands.md} lists them. */
public final class ExitCode {

    /** Done; approved; valid; all cases passed; the run succeeded. */
    public static final int OK = 0;
    /** A run failed, or a case did not pass. */
    public static final int FAILED = 1;
    /** Wrong usage of the command line. */
    public static final int USAGE = 2;
    /** A run timed out. */
    public static final int TIMED_OUT = 3;
    /** A run was stopped. */
    public static final int STOPPED = 4;
    /** A person has to decide. */
    public static final int REVIEW = 10;
    /** A video was rejected. */
    public static final int REJECT = 20;
    /** Input that cannot be read or is invalid. */
    public static final int BAD_INPUT = 65;
    /** Something needed is not to be had: a model, Docker, AWS. */
    public static final int UNAVAILABLE = 69;
    /** A bug of this program. */
    public static final int BUG = 70;
    /** Disk full, or another I/O error. */
    public static final int IO_ERROR = 74;
    /** Interrupted by the user. */
    public static final int INTERRUPTED = 130;

    private static final List<Integer> MOST_SEVERE_FIRST = List.of(BUG, IO_ERROR, UNAVAILABLE, BAD_INPUT, REJECT, REVIEW);

    private ExitCode() {
    }

    /** The code for several videos: the most severe of theirs; what no table ranks still is no success. */
    public static int mostSevere(List<Integer> codes) {
        return MOST_SEVERE_FIRST.stream().filter(codes::contains).findFirst()
                .orElseGet(() -> codes.stream().filter(code -> code != OK).findFirst().orElse(OK));
    }
}
