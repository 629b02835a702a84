package moderato.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Gives a local command its own {@code /opt/ml}, in a mount namespace of its own (Linux).
 *
 * <p>Where {@code /opt/ml} is no folder, a small file system in memory takes the place of {@code /opt} in that namespace, with links to
 * all that {@code /opt} holds, so that nothing is made on the machine itself. Without root a user namespace is needed as well; where the
 * machine allows neither, {@link #available()} says so. The command has a session of its own and, where the machine allows it, a process
 * namespace, so that nothing it started outlives it, in whatever session that is; and it ends when its standard input does, which is when
 * the program that started it has died. A file {@code <folder>.hosts} beside the folder becomes the command's
 * {@code /etc/hosts}, so that the hosts of a job find each other by name.
 */
final class PrivateMount {

    private static final String SCRIPT = """
            set -e
            real=$1
            shift
            if [ ! -d /opt/ml ]; then
                mkdir -p "$real.opt"
                mount --rbind /opt "$real.opt"
                mount -t tmpfs -o size=64k none /opt
                for entry in "$real.opt"/*; do
                    [ ! -e "$entry" ] || ln -s "$entry" "/opt/${entry##*/}"
                done
                mkdir /opt/ml
            fi
            mount --bind "$real" /opt/ml
            [ ! -f "$real.hosts" ] || mount --bind "$real.hosts" /etc/hosts
            cd /opt/ml
            set +e
            exec 3<&0 </dev/null
            "$@" 3<&- &
            command=$!
            { read -r gone <&3; if [ $$ -eq 1 ]; then kill -KILL -1; else kill -KILL 0; fi; } >/dev/null 2>&1 &
            exec 3<&- >/dev/null 2>&1
            told=
            trap 'told=yes' TERM
            wait "$command"
            code=$?
            while [ -n "$told" ]; do
                told=
                wait "$command"
                next=$?
                [ "$next" -eq 127 ] || code=$next
            done
            exit "$code"
            """;

    /* Ends well only where SIGTERM reaches the command and nothing around it dies of that. */
    private static final String HEEDS_TERM = "test -d /opt/ml || exit 1; trap 'exit 0' TERM; kill -TERM 0; sleep 5; exit 1";

    private static final List<String> OWN_PROCESSES = List.of("--pid", "--fork", "--kill-child", "--mount-proc");
    private static final List<String> AS_ROOT = List.of("setsid", "unshare", "--mount");
    private static final List<String> AS_USER = List.of("setsid", "unshare", "--user", "--map-root-user", "--mount");

    private PrivateMount() {
    }

    /** How a private mount is made here; empty where it cannot be. */
    static List<String> available() {
        return Holder.PREFIX;
    }

    /** Whether a command has processes of its own as well, none of which outlives it. */
    static boolean ownsProcesses() {
        return Holder.PREFIX.containsAll(OWN_PROCESSES);
    }

    /** The command line that runs a command with a folder as its {@code /opt/ml}. */
    static List<String> wrap(Path folder, List<String> command) {
        List<String> line = new ArrayList<>(available());
        line.addAll(List.of("--", "sh", "-c", SCRIPT, "moderato-job", folder.toString()));
        line.addAll(command);
        return line;
    }

    private static final class Holder {
        static final List<String> PREFIX = Stream.of(both(AS_ROOT), AS_ROOT, both(AS_USER), AS_USER).filter(Holder::works).findFirst().orElse(List.of());

        private static List<String> both(List<String> mounts) {
            return Stream.concat(mounts.stream(), OWN_PROCESSES.stream()).toList();
        }

        private static boolean works(List<String> prefix) {
            Path folder = null;
            try {
                folder = Files.createTempDirectory("moderato-mount");
                List<String> line = new ArrayList<>(prefix);
                line.addAll(List.of("--", "sh", "-c", SCRIPT, "moderato-job", folder.toString(), "sh", "-c", HEEDS_TERM));
                Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
                return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                remove(folder);
            }
        }

        private static void remove(@org.jspecify.annotations.Nullable Path folder) {
            if (folder != null) {
                Folders.removeQuietly(folder);
                Folders.removeQuietly(folder.resolveSibling(folder.getFileName() + ".opt"));
            }
        }
    }
}
