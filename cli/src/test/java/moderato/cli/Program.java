package moderato.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program at work on one home folder, in this process or in one of its own. */
record Program(Path home) {

    /** What a command printed, and its exit code. */
    record Said(int code, String out, String err) {
    }

    /** Runs a command here, to its end. */
    Said say(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(withHome(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
        return new Said(code, out.toString(), err.toString());
    }

    /** Starts a command in another process. */
    Other start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(withHome(arguments));
        return new Other(new ProcessBuilder(command).start());
    }

    private List<String> withHome(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        return all;
    }

    /** A command at work in another process. */
    static final class Other implements AutoCloseable {

        private final Process process;
        private final BufferedReader out;
        private final BufferedReader err;

        Other(Process process) {
            this.process = process;
            this.out = process.inputReader(StandardCharsets.UTF_8);
            this.err = process.errorReader(StandardCharsets.UTF_8);
        }

        /** Reads what it says of its progress until a line has the text. */
        void until(String text) throws IOException {
            StringBuilder before = new StringBuilder();
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                if (line.contains(text)) {
                    return;
                }
                before.append(line).append('\n');
            }
            throw new AssertionError("it never said '" + text + "', only:\n" + before);
        }

        /** Reads lines of its output. */
        List<String> lines(int count) throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = out.readLine(); line != null; line = lines.size() < count ? out.readLine() : null) {
                lines.add(line);
            }
            return lines;
        }

        /** Whether it has ended. */
        boolean over() {
            return !process.isAlive();
        }

        /** Waits for its end. */
        Said end() throws IOException, InterruptedException {
            StringWriter printed = new StringWriter();
            out.transferTo(printed);
            StringWriter rest = new StringWriter();
            err.transferTo(rest);
            return new Said(process.waitFor(), printed.toString(), rest.toString());
        }

        /** Ends it as {@code kill -9} does. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws InterruptedException {
            kill();
        }
    }
}
