package moderato.jobs;

/** What this machine can do for local commands that stand for images. */
public final class LocalCommands {

    private LocalCommands() {
    }

    /** Whether a command can have an {@code /opt/ml} of its own; without, local commands and isolated built-in images cannot run. */
    public static boolean possible() {
        return !PrivateMount.available().isEmpty();
    }

    /** Whether a command has processes of its own, so that even one that leaves its session ends with it. */
    public static boolean ownProcesses() {
        return PrivateMount.ownsProcesses();
    }
}
