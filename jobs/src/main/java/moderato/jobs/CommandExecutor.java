package moderato.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a local command that stands for an image, with the job's folders as its {@code /opt/ml}.
 *
 * @param command the image's own entrypoint; empty: the request must give one
 * @param environment variables of the image itself
 * @param grace how long after SIGTERM the command is given before SIGKILL; 120 s on the service
 * @param whole whether the command is run whatever entrypoint the request names
 * @param python the packages that the command itself needs
 */
record CommandExecutor(List<String> command, Map<String, String> environment, Duration grace, boolean whole, PythonEnvironment python) implements Executor {

    /** The service's own time between SIGTERM and SIGKILL. */
    static final Duration SERVICE_GRACE = Duration.ofSeconds(120);

    /** Variables of this program's environment that a job sees as well; all others are kept from it. */
    private static final List<String> PASSED_ON = List.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ");

    private static final String TEMPORARY = "/opt/ml/tmp";

    CommandExecutor {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    @Override
    public Ending run(Launch launch) throws IOException, InterruptedException {
        Process process = start(launch);
        WatchedProcess watched = new WatchedProcess(process, launch);
        Thread reader = watched.copyLog();
        try {
            Ending ending = watched.await(() -> endFamily(process), () -> end(process));
            endFamily(process);
            reader.join(Duration.ofSeconds(5));
            return ending;
        } catch (InterruptedException e) {
            end(process);
            throw e;
        } finally {
            RunningProcess.forget(launch.folders());
            process.getOutputStream().close();
        }
    }

    @Override
    public Map<String, String> packages(Path requirements, Consumer<String> said) throws IOException, InterruptedException {
        return Files.isRegularFile(requirements) ? python.and(requirements).variables(path(), said) : Map.of();
    }

    private String path() {
        return environment.getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
    }

    private Process start(Launch launch) throws IOException {
        boolean own = whole || launch.entrypoint().isEmpty();
        List<String> line = new ArrayList<>(own ? command : launch.entrypoint());
        if (!own && !command.isEmpty() && !isHere(line.getFirst())) {
            launch.log().println("moderato: this machine has no " + line.getFirst() + "; the image map's command stands for it");
            line.addAll(0, command);
        }
        if (line.isEmpty()) {
            throw new IOException("the image map gives no command for this image, and the request no ContainerEntrypoint");
        }
        launch.port().ifPresent(port -> line.replaceAll(word -> word.replace("{port}", String.valueOf(port))));
        line.addAll(launch.arguments());
        if (PrivateMount.available().isEmpty()) {
            throw new IOException("this machine allows no private mounts, so the command cannot have its own /opt/ml (moderato doctor says more); run as root, "
                    + "allow user namespaces, or use Docker");
        }
        ProcessBuilder builder = new ProcessBuilder(PrivateMount.wrap(launch.folders().root(), line)).redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.keySet().retainAll(PASSED_ON);
        variables.put("HOME", "/opt/ml");
        // Counted with the rest of what the job writes, and removed with it.
        Files.createDirectories(launch.folders().resolve(TEMPORARY));
        variables.put("TMPDIR", TEMPORARY);
        variables.put("PYTHONUNBUFFERED", "1");
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        variables.putAll(environment);
        variables.putAll(launch.environment());
        launch.port().ifPresent(port -> variables.put("SAGEMAKER_BIND_TO_PORT", String.valueOf(port)));
        Process process = builder.start();
        RunningProcess.remember(launch.folders(), process.toHandle());
        return process;
    }

    /* Whether a program that a request names is on this machine too, or among the job's own files, and not in the image only. */
    private boolean isHere(String program) {
        if (program.contains("/")) {
            return !program.startsWith("/") || program.startsWith("/opt/ml/") || Files.exists(Path.of(program));
        }
        return Arrays.stream(path().split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /* The whole family has a session of its own, so one signal to the group reaches all of it that did not leave the group; the rest ends with it. */
    private void end(Process process) {
        boolean interrupted = Thread.interrupted();
        RunningProcess.signal(process.toHandle(), "TERM");
        boolean ended = false;
        try {
            ended = process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException noMoreTime) {
            interrupted = true;
        }
        if (!ended) {
            RunningProcess.signal(process.toHandle(), "KILL");
            process.destroyForcibly();
        }
        endFamily(process);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endFamily(Process process) {
        RunningProcess.signal(process.toHandle(), "KILL");
    }
}
