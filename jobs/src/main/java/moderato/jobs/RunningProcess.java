package moderato.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The note that an attempt keeps of its process, by which the next engine finds and ends one that outlived its own. */
final class RunningProcess {

    private static final String SUFFIX = ".pid";
    private static final Duration SAME_START = Duration.ofSeconds(1);

    private RunningProcess() {
    }

    /** Notes the process of an attempt beside the attempt's folder. */
    static void remember(JobFolders folders, ProcessHandle process) throws IOException {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        Files.writeString(note(folders.root()), process.pid() + " " + started);
    }

    /** Forgets the process of an attempt, which has ended. */
    static void forget(JobFolders folders) throws IOException {
        Files.deleteIfExists(note(folders.root()));
    }

    /** Ends every process noted below a folder that is still the one that was started. */
    static void endAll(Path jobsFolder) throws IOException {
        if (!Files.isDirectory(jobsFolder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(jobsFolder, 4)) {
            List<Path> notes = all.filter(path -> path.toString().endsWith(SUFFIX) || path.toString().endsWith(DockerExecutor.NOTE)).toList();
            for (Path note : notes) {
                endOne(note);
            }
        }
    }

    private static void endOne(Path note) throws IOException {
        if (note.toString().endsWith(DockerExecutor.NOTE)) {
            try {
                DockerExecutor.end(note);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a container of an earlier attempt was ended", e);
            }
            return;
        }
        String[] parts = Files.readString(note).strip().split(" ");
        Optional<ProcessHandle> process = parts.length == 2 ? ProcessHandle.of(Long.parseLong(parts[0])) : Optional.empty();
        if (process.isPresent() && isSame(process.get(), Instant.parse(parts[1]))) {
            signal(process.get(), "KILL");
            process.get().onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> process.get()).join();
        }
        Files.deleteIfExists(note);
    }

    /** Sends a signal to the process and its whole group. */
    static void signal(ProcessHandle process, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            kill.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException noKillProgram) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isSame(ProcessHandle process, Instant started) {
        return process.info().startInstant().filter(found -> Duration.between(found, started).abs().compareTo(SAME_START) <= 0).isPresent();
    }

    private static Path note(Path root) {
        return root.resolveSibling(root.getFileName() + SUFFIX);
    }
}
