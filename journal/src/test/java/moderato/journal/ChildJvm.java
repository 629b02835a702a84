package moderato.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java process with this one's classes. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    ChildJvm(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next line that it prints; an empty text when it has ended. */
    String line() throws IOException {
        String line = out.readLine();
        return line == null ? "" : line;
    }

    long pid() {
        return process.pid();
    }

    /** Kills it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Kills it after a time, unless it has ended by then. */
    void killAfter(long time, TimeUnit unit) throws InterruptedException {
        if (!process.waitFor(time, unit)) {
            kill();
        }
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
