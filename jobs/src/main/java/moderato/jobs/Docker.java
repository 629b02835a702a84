package moderato.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Docker, asked through its command line program.
 *
 * @param program what is called: {@code docker}, or a program with the same command line, such as {@code podman}
 */
public record Docker(String program) {

    private static final long SECONDS_TO_ANSWER = 10;
    private static final long SECONDS_TO_END = 150;

    /** The program that {@code MODERATO_DOCKER} names, else {@code docker}. */
    public static Docker installed() {
        return new Docker(Optional.ofNullable(System.getenv("MODERATO_DOCKER")).filter(name -> !name.isBlank()).orElse("docker"));
    }

    /** Why it cannot run containers; empty when it can. */
    public Optional<String> problem() throws InterruptedException {
        try {
            Said version = say(SECONDS_TO_ANSWER, "version", "--format", "{{.Server.Version}}");
            return version.code() == 0 ? Optional.empty() : Optional.of(version.text().isEmpty() ? "its daemon does not answer" : version.text());
        } catch (IOException e) {
            return Optional.of("there is no program '" + program + "'");
        }
    }

    /** Ends a container, first with SIGTERM. */
    void stop(String container, long graceSeconds) throws InterruptedException {
        try {
            say(graceSeconds + SECONDS_TO_END, "stop", "--time", String.valueOf(graceSeconds), container);
        } catch (IOException gone) {
            return;
        }
    }

    /** Ends a container at once, if it is there. */
    void remove(String container) throws InterruptedException {
        try {
            say(SECONDS_TO_END, "rm", "--force", container);
        } catch (IOException gone) {
            return;
        }
    }

    /** Makes a network by which containers find each other by name, if it is not there yet. */
    void makeNetwork(String name) throws IOException, InterruptedException {
        if (say(SECONDS_TO_ANSWER, "network", "inspect", name).code() == 0) {
            return;
        }
        Said made = say(SECONDS_TO_ANSWER, "network", "create", name);
        if (made.code() != 0 && say(SECONDS_TO_ANSWER, "network", "inspect", name).code() != 0) {
            throw new IOException("Docker cannot make the network " + name + ": " + made.text());
        }
    }

    /** Removes a network, if no container is in it any more. */
    void removeNetwork(String name) throws InterruptedException {
        try {
            say(SECONDS_TO_ANSWER, "network", "rm", name);
        } catch (IOException gone) {
            return;
        }
    }

    private record Said(int code, String text) {
    }

    /** The last line that it says, and its exit code. */
    private Said say(long seconds, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                return new Said(1, "it does not answer within " + seconds + " s");
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Said(process.exitValue(), text.lines().reduce((first, last) -> last).orElse(""));
        } finally {
            process.destroyForcibly();
        }
    }
}
