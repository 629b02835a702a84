package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("shared")
class ModerateCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path VIDEOS = Path.of("../shared/media/video");

    @TempDir
    Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private Path home = Path.of("unset");
    private Path results = Path.of("unset");

    @BeforeEach
    void aHome() throws IOException {
        home = home(folder.resolve("home"));
        results = Files.createDirectory(folder.resolve("results"));
    }

    /** A home of its own with the models that were fetched before. */
    static Path home(Path home) throws IOException {
        Path usual = Optional.ofNullable(System.getenv("MODERATO_HOME")).map(Path::of).orElseGet(() -> Path.of(System.getProperty("user.home"), ".moderato"));
        Files.createDirectories(home);
        Files.createSymbolicLink(home.resolve("models"), Files.createDirectories(usual.resolve("models")).toRealPath());
        return home;
    }

    @Test
    void whatIsNoVideoIsNamedAndLeavesNothing() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        refused(empty, "empty.mp4");
        refused(VIDEOS.resolve("not_a_video.mp4"), "not_a_video.mp4");
        refused(folder.resolve("missing.mp4"), "missing.mp4: no such file");
        refused(folder, "is not a file");
        refused(Files.createFile(folder.resolve("none.mp4")), "none.mp4: is empty: it has no bytes.");
    }

    @Test
    void aFileCutInTheMiddleIsForAPersonToLookAt() throws Exception {
        Path policy = Files.writeString(folder.resolve("nudity.yaml"), "{name: nudity, extends: default, required: [nudity]}");
        assertThat(moderate("--domains", "nudity", "--policy", policy.toString(), VIDEOS.resolve("truncated.mp4").toString())).isEqualTo(ExitCode.REVIEW);
        assertThat(out.toString()).contains("20.0 seconds of the file are missing or damaged", "note     The file promises 23.0 seconds but holds 3.0");
        assertThat(JSON.readTree(results.resolve("truncated.mp4.moderation.json").toFile()).at("/coverage/missingSeconds").asDouble()).isEqualTo(20.0);
        clean();
    }

    @Test
    void aPackageThatCannotBeWrittenLeavesNoCase() throws Exception {
        Path policy = Files.writeString(folder.resolve("nudity.yaml"), "{name: nudity, extends: default, required: [nudity]}");
        Path inTheWay = Files.createDirectories(results.resolve("truncated.mp4.moderation.html/in the way"));
        List<String> arguments = List.of("--domains", "nudity", "--policy", policy.toString(), VIDEOS.resolve("truncated.mp4").toString());
        assertThat(moderate(arguments.toArray(String[]::new))).isEqualTo(ExitCode.IO_ERROR);
        assertThat(run("review", "list", "--json", "--home", home.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).doesNotContain("truncated.mp4");
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        assertThat(moderate(arguments.toArray(String[]::new))).isEqualTo(ExitCode.REVIEW);
    }

    @Test
    void anOutputFolderThatCannotBeIsAnInputOutputError() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("moderate", "--home", home.toString(), "--out", file.resolve("below").toString(), clip("a.mp4").toString())).isEqualTo(ExitCode.IO_ERROR);
        assertThat(err.toString()).contains("file");
        assertThat(run("moderate", "--home", home.toString(), "--out", file.toString(), clip("a.mp4").toString())).isEqualTo(ExitCode.IO_ERROR);
        assertThat(err.toString()).contains("file: is there already, and is no folder");
        clean();
    }

    @Test
    void anyFileNameIsUnderstood() throws Exception {
        for (String name : List.of("two words.mp4", "it's \"quoted\".mp4", "new\nline.mp4", "\uD83C\uDFAC.mp4")) {
            moderated("--domains", "nudity", clip(name).toString());
            assertThat(results.resolve(name + ".moderation.json")).isRegularFile();
            assertThat(results.resolve(name + ".moderation.html")).isRegularFile();
            assertThat(out.toString()).as("one line each, whatever the name").contains(Shown.path(Path.of(name)) + ": ");
        }
        assertThat(Shown.path(Path.of("new\nline \u001b[2J"))).isEqualTo("new\\u000aline \\u001b[2J");
        assertThat(moderate("--domains", "nudity", "--", "-dash.mp4")).as("relative, and not an option").isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("-dash.mp4: no such file");
        clean();
    }

    @Test
    void oneUnreadableVideoDoesNotKeepTheOthers() throws Exception {
        assertThat(moderate("--domains", "nudity", VIDEOS.resolve("not_a_video.mp4").toString(), clip("good.mp4").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(results.resolve("good.mp4.moderation.json")).isRegularFile();
        assertThat(err.toString()).contains("not_a_video.mp4");
        clean();
    }

    @Test
    void jsonIsThePackageAloneAndASecondRunCarriesTheFirst() throws Exception {
        Path clip = clip("clip.mp4");
        moderated("--json", "--no-report", "--domains", "nudity", clip.toString());
        JsonNode first = JSON.readTree(out.toString());
        assertThat(first.path("schemaVersion").isTextual()).isTrue();
        assertThat(first.at("/coverage/domains/nudity/status").asText()).isEqualTo("analysed");
        assertThat(results.resolve("clip.mp4.moderation.html")).doesNotExist();
        moderated("--json", "--no-report", "--domains", "nudity", clip.toString());
        assertThat(JSON.readTree(out.toString()).at("/decision/history")).hasSize(1);
        clean();
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        List<JsonNode> packages = new ArrayList<>();
        for (String threads : List.of("1", "3")) {
            moderated("--json", "--no-report", "--threads", threads, clip("clip" + threads + ".mp4").toString());
            packages.add(JSON.readTree(out.toString()));
        }
        for (String part : List.of("evidence", "transcript", "faces", "coverage")) {
            assertThat(packages.get(1).path(part)).as(part).isEqualTo(packages.get(0).path(part));
        }
        for (String part : List.of("outcome", "severity", "rule", "reason", "evidence")) {
            assertThat(packages.get(1).path("decision").path(part)).as(part).isEqualTo(packages.get(0).path("decision").path(part));
        }
    }

    @Test
    void aMatchInAStopListLeavesNoPicturesAndNoWords() throws Exception {
        Path clip = clip("known.mp4");
        assertThat(run("hash", "--home", home.toString(), "--label", "known, \"old\"", clip.toString())).isZero();
        List<String> lines = new ArrayList<>(List.of("# stop"));
        out.toString().lines().forEach(lines::add);
        assertThat(lines).element(1).asString().endsWith(",\"known, \"\"old\"\"\"");
        Path list = Files.write(folder.resolve("stop.csv"), lines);

        assertThat(moderate("--json", "--hash-list", list.toString(), "--", clip.toString())).as(err.toString()).isEqualTo(ExitCode.REJECT);
        JsonNode made = JSON.readTree(out.toString());
        assertThat(made.at("/decision/outcome").asText()).isEqualTo("reject");
        assertThat(made.at("/decision/severity").asText()).isEqualTo("critical");
        assertThat(made.path("transcript")).isEmpty();
        assertThat(results.resolve("known.mp4.moderation.html")).content().doesNotContain("data:image/jpeg");
        clean();
    }

    @Test
    void twoVideosOfOneNameAreNotWrittenIntoOneFolder() throws Exception {
        Path other = Files.copy(clip("a.mp4"), Files.createDirectory(folder.resolve("other")).resolve("a.mp4"));
        assertThat(moderate("--domains", "nudity", folder.resolve("a.mp4").toString(), other.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("have the same name").contains(other.toString());
        assertThat(results.toFile().list()).isNullOrEmpty();
    }

    @Test
    void wrongListsDomainsAndPoliciesAreNamed() throws Exception {
        Path list = Files.writeString(folder.resolve("bad.csv"), "# stop\nnot a hash,label\n");
        assertThat(moderate("--hash-list", list.toString(), "--", clip("a.mp4").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).startsWith("moderato: bad.csv:2: the hash is not 64 hexadecimal digits");
        clean();
        assertThat(moderate("--hash-list", folder.toString(), "--", clip("a.mp4").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("is no file; a hash list is a file of lines of hash,label");

        assertThat(moderate("--domains", "nudty", clip("b.mp4").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("nudty");
        assertThat(moderate("--threads", "0", clip("b.mp4").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(moderate("--frames-per-second", "often", clip("b.mp4").toString())).isEqualTo(ExitCode.USAGE);

        Path policy = Files.writeString(folder.resolve("bad.yaml"), "name: x\nrequired: [nudty]\nrules: []\n");
        assertThat(moderate("--policy", policy.toString(), clip("c.mp4").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("bad.yaml:2:");
    }

    private void refused(Path video, String message) throws IOException {
        assertThat(moderate("--domains", "nudity", video.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message).doesNotContain(home.resolve("work").toString()).doesNotContain("done");
        try (Stream<Path> left = Files.list(results)) {
            assertThat(left).isEmpty();
        }
        clean();
    }

    private void moderated(String... arguments) {
        assertThat(moderate(arguments)).as(err.toString()).isIn(ExitCode.OK, ExitCode.REVIEW, ExitCode.REJECT);
    }

    private int moderate(String... arguments) {
        return run(Stream.concat(Stream.of("moderate", "--home", home.toString(), "--out", results.toString()), Stream.of(arguments)).toArray(String[]::new));
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Main.run(List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    /** Nothing is left of the work, and nobody saw a stack trace. */
    private void clean() throws IOException {
        assertThat(err.toString()).doesNotContain("\tat ").doesNotContain("bug");
        if (Files.exists(home.resolve("work"))) {
            assertThat(home.resolve("work")).isEmptyDirectory();
        }
        try (Stream<Path> written = Files.list(results)) {
            assertThat(written).noneMatch(file -> file.getFileName().toString().endsWith(".part"));
        }
    }

    private Path clip(String name) throws IOException {
        Path clip = folder.resolve(name);
        if (!Files.exists(clip)) {
            Files.copy(VIDEOS.resolve("noaudio_2997.mp4"), clip);
        }
        return clip;
    }
}
