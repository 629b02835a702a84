package moderato.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The real program, told to end as Ctrl-C does, or as a system does that shuts down. */
@Tag("shared")
class ModerateInterruptTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"INT, : reading", "INT, : ingest done", "TERM, : objects done"})
    void leavesNothingBehind(String signal, String line) throws Exception {
        Path home = ModerateCommandTest.home(folder.resolve("home"));
        Path out = folder.resolve("out");
        Process program = new ProcessBuilder(command(home, out)).redirectErrorStream(true).start();
        List<String> printed = new ArrayList<>();
        List<ProcessHandle> children = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
            String text = lines.readLine();
            while (text != null) {
                printed.add(text);
                if (text.contains(line)) {
                    program.descendants().forEach(children::add);
                    new ProcessBuilder("kill", "-" + signal, String.valueOf(program.pid())).start().waitFor();
                }
                text = lines.readLine();
            }
        }
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(String.join("\n", printed)).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(printed).contains("moderato: interrupted").noneMatch(text -> text.startsWith("\tat ") || text.contains("bug"));
        assertThat(files(home.resolve("jobs/attempts"))).isEmpty();
        assertThat(out).isEmptyDirectory();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }

    /* A process that a shell started in the background ignores this signal, and so do its children unless they are told not to. */
    private static List<String> command(Path home, Path out) {
        return Stream.of(List.of("env", "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Main.class.getName()),
                List.of("moderate", "../shared/media/video/mixed_23s.mp4", "--home", home.toString(), "--out", out.toString())).flatMap(List::stream).toList();
    }
}
