package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import moderato.jobs.ObjectDigests;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.models.ModelStore;
import moderato.moderation.Policy;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** A watched folder, by the real program. */
@Timeout(300)
class WatchCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path in = Path.of("");
    private Program program = new Program(Path.of(""));

    @BeforeEach
    void home() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        program = new Program(ModerateCommandTest.home(folder.resolve("home")));
    }

    @Test
    @Tag("shared")
    void everyUploadIsModeratedOnceWhateverKillsTheProgram() throws Exception {
        killedInTheMiddle(12, 4);
    }

    @Test
    @Tag("shared")
    @Tag("long")
    @Timeout(3600)
    void aThousandUploadsAreModeratedOnceWhateverKillsTheProgram() throws Exception {
        killedInTheMiddle(1000, 300);
    }

    private void killedInTheMiddle(int clips, int before) throws Exception {
        for (int clip = 0; clip < clips; clip++) {
            upload("clip-%04d.mp4".formatted(clip), clip);
        }
        try (Program.Other watching = program.start("watch", in.toString(), "--domains", "known", "--at-once", "2")) {
            assertThat(watching.lines(before)).hasSize(before);
            watching.kill();
        }
        Program.Said said;
        try (Program.Other again = program.start("watch", in.toString(), "--domains", "known", "--at-once", "2", "--once")) {
            said = again.end();
        }
        assertThat(said.code()).as(said.err()).isZero();
        Set<String> runs = new HashSet<>();
        for (int clip = 0; clip < clips; clip++) {
            Path made = in.resolve("clip-%04d.mp4.moderation.json".formatted(clip));
            assertThat(made).as(said.err()).isRegularFile();
            runs.add(JSON.readTree(made.toFile()).path("video").path("sha256").asText());
        }
        assertThat(runs).hasSize(clips);
        JsonNode cases = JSON.readTree(program.say("review", "list", "--json").out());
        assertThat(cases).as("a case for each, none twice").hasSize(clips);
    }

    @Test
    @Tag("shared")
    void whatCannotBeReadGoesToAFolderOfItsOwn() throws Exception {
        Files.writeString(in.resolve("text.mp4"), "this is no video");
        upload("fine.mp4", 1);
        Program.Said said = program.say("watch", in.toString(), "--domains", "known", "--once");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("text.mp4").contains("unreadable");
        assertThat(said.out()).contains("fine.mp4: review");
        assertThat(in.resolve("text.mp4")).doesNotExist();
        assertThat(in.resolve("unreadable/text.mp4")).isRegularFile();
    }

    @Test
    @Tag("shared")
    void aVideoThatWentWithAnotherUploadOfTheSameBytesIsBroughtBack() throws Exception {
        upload("second.mp4", 1);
        Path second = in.resolve("second.mp4");
        Home home = new Home(folder.resolve("home"));
        ModerateOptions options = CommandLine.populateCommand(new ModerateOptions(), "--domains", "known");
        ModelStore models = ModelStore.open(home.folder(), line -> {
        });
        FolderStore store = new FolderStore(home.objects());
        Map<String, String> parameters = new ModerationInputs(store, models, new ObjectDigests(Engines.jobs(home, store, (job, line) -> {
        }))).parameters(second, options, home, Policy.standard());
        store.removeBelow(ObjectAddress.parse(Objects.requireNonNull(parameters.get("Video"))));
        ObjectNode settings = JSON.createObjectNode();
        settings.set(ModerationRuns.SETTINGS, ModerationResult.settings(second, in, false, options.keep()));
        try (Moderator moderator = new Moderator(home, options, models, Policy.standard(), new PrintWriter(Writer.nullWriter()), true, false)) {
            RunIdentity run = new ModerationRuns(moderator.engine()).named("upload1", parameters, settings);
            assertThat(moderator.engine().await(run.id())).as("its video is gone").isInstanceOf(Outcome.Failed.class);
            assertThat(moderator.upload(second, in, "upload1").decision().outcome().json()).isEqualTo("review");
        }
    }

    @Test
    void aRuleStartsAStateMachineWithWhatItsTransformerMakes() throws Exception {
        Files.writeString(folder.resolve("note.asl.json"), """
                {"StartAt": "Read", "States": {"Read": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
                  "Parameters": {"Bucket.$": "$.bucket", "Key.$": "$.key"}, "ResultSelector": {"body.$": "$.Body"}, "End": true}}}""");
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                rules:
                  - name: lists
                    pattern: {source: [aws.s3], detail: {object: {key: [{prefix: lists/}]}}}
                    run: note.asl.json
                    input: {paths: {name: $.detail.object.key}, template: '{"bucket": <bucket>, "key": "<name>"}'}
                """);
        Files.createDirectory(in.resolve("lists"));
        Files.writeString(in.resolve("lists/a.csv"), "first,second");
        Files.writeString(in.resolve("other.csv"), "nobody");
        Program.Said said = program.say("watch", in.toString(), "--rules", rules.toString(), "--once");
        assertThat(said.err()).doesNotContain("moderato:");
        assertThat(said.out()).contains("lists/a.csv: lists: run ").contains("succeeded").contains("other.csv: no rule is for it");
        String run = said.out().replaceAll("(?s).*lists: run ([0-9a-f]+):.*", "$1");
        assertThat(program.say("runs", "show", run, "--json").out()).contains("first,second");

        assertThat(program.say("watch", in.toString(), "--rules", rules.toString(), "--once").out()).as("none is taken twice").isEmpty();
    }

    @Test
    void badRulesAreRefusedWithThePlace() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                rules:
                  - name: odd
                    pattern: {source: [{sufix: x}]}
                    moderate: true
                  - name: idle
                    patern: {source: [aws.s3]}
                """);
        Program.Said said = program.say("watch", in.toString(), "--rules", rules.toString(), "--once");
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).contains("rules.yaml:2:5: rule 1 (odd): no event pattern")
                .contains("rules.yaml:5:5: rule 2 (idle): pattern is missing").contains("rules.yaml:6:5: unknown key 'patern'; did you mean 'pattern'?");
    }

    @Test
    void aFileIsTakenOnceItIsWhole() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), in);
        Uploads uploads = new Uploads(link, Duration.ZERO, () -> Instant.now().plusSeconds(60));
        Path copied = in.resolve("copied.mp4");
        try (OutputStream copy = Files.newOutputStream(copied)) {
            copy.write(new byte[100]);
            copy.flush();
            uploads.look();
            assertThat(uploads.look()).as("somebody still has it open for writing").isEmpty();
        }
        Files.write(in.resolve("download.mp4.part"), new byte[10]);
        assertThat(uploads.look()).extracting(Uploads.Upload::key).containsExactly("copied.mp4");
        Files.write(copied, new byte[5], StandardOpenOption.APPEND);
        assertThat(uploads.look()).as("it has grown since the last look").isEmpty();
        assertThat(uploads.look()).hasSize(1);
    }

    @Test
    @Tag("shared")
    void theSameModerationBegunTwiceAtOnceIsOneCase() throws Exception {
        String video = upload("case.mp4", 1).toString();
        try (Program.Other one = program.start("moderate", video, "--domains", "known"); Program.Other other = program.start("moderate", video, "--domains", "known")) {
            assertThat(one.end().code()).isEqualTo(ExitCode.REVIEW);
            assertThat(other.end().code()).isEqualTo(ExitCode.REVIEW);
        }
        assertThat(JSON.readTree(program.say("review", "list", "--json").out())).hasSize(1);
    }

    @Test
    @Tag("shared")
    void aPersonDecidesACaseAfterTheProgramHasEnded() throws Exception {
        Path video = upload("case.mp4", 1);
        List<String> moderate = new ArrayList<>(List.of("moderate", video.toString(), "--domains", "known", "--quiet"));
        assertThat(program.say(moderate.toArray(String[]::new)).code()).isEqualTo(ExitCode.REVIEW);
        JsonNode cases = JSON.readTree(program.say("review", "list", "--json").out());
        assertThat(cases).hasSize(1);
        assertThat(cases.get(0).path("video").asText()).isEqualTo(video.toString());
        String name = cases.get(0).path("case").asText();
        assertThat(program.say("review", "answer", "nothing", "--approve").code()).isEqualTo(ExitCode.BAD_INPUT);

        Program.Said said = program.say("review", "answer", name, "--reject", "--reason", "not ours", "--by", "maria");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode decision = JSON.readTree(in.resolve("case.mp4.moderation.json").toFile()).path("decision");
        assertThat(decision.path("outcome").asText()).isEqualTo("reject");
        assertThat(decision.path("reason").asText()).isEqualTo("not ours");
        assertThat(decision.path("by").asText()).isEqualTo("maria");
        assertThat(decision.path("history").get(0).path("outcome").asText()).isEqualTo("review");
        assertThat(Files.readString(in.resolve("case.mp4.moderation.html"))).contains("not ours");
        assertThat(program.say("review", "list").out()).contains("no video waits");
        assertThat(program.say("review", "answer", name, "--approve").err()).contains("was decided already: reject");
        assertThat(program.say("runs", "show", name).out()).contains("Succeeded");
    }

    /* Bytes behind the end of a clip make another video of it. */
    private Path upload(String name, int different) throws IOException {
        Path clip = in.resolve(name);
        Files.write(clip, Files.readAllBytes(Path.of("../shared/media/video/noaudio_2997.mp4")));
        return Files.write(clip, ("%08d".formatted(different)).getBytes(java.nio.charset.StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
    }
}
