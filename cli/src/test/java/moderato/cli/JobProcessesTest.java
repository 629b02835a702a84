package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The processes of a pipeline's jobs: what they say is shown, a stop waits for them, and none outlives its owner. */
@Timeout(60)
class JobProcessesTest {

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeEach
    void home() throws IOException {
        program = new Program(folder.resolve("home"));
        Files.writeString(folder.resolve("images.yaml"), "images: {scripts: {command: [sh, job.sh]}}");
    }

    @Test
    void whatJobsSayIsShownBehindTheirStepsNames() throws Exception {
        String file = pipeline("echo first; printf '\\033[31msecond\\033[0m\\n'; echo the end");
        Program.Said said = program.say("run", file, "--images", folder.resolve("images.yaml").toString(), "--name", "r", "--follow");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).containsSubsequence("Job  executing", "Job | first\n", "Job | second\n", "Job | the end\n", "Job  succeeded");

        assertThat(program.say("runs", "follow", "r").err()).containsSubsequence("Job | first\n", "Job | the end\n", "Job  succeeded");
        assertThat(program.say("run", file, "--images", folder.resolve("images.yaml").toString()).err()).doesNotContain("first");
    }

    @Test
    void anotherProcessFollowsWhatAJobSays() throws Exception {
        Path go = folder.resolve("go");
        try (Program.Other owner = owner("echo hello; while [ ! -e " + go + " ]; do sleep 0.1; done; echo good bye"); Program.Other follower = follower(owner)) {
            follower.until("Job | hello");
            Files.createFile(go);
            assertThat(follower.end().err()).containsSubsequence("Job | good bye", "Job  succeeded");
            assertThat(owner.end().code()).isZero();
        }
    }

    private Program.Other follower(Program.Other owner) throws IOException {
        owner.until("Job  executing");
        return program.start("runs", "follow", "r");
    }

    @Test
    void aStopWaitsForTheJob() throws Exception {
        Path words = Files.createDirectory(folder.resolve("words"));
        try (Program.Other owner = owner("echo begun; trap 'sleep 3; touch " + words + "/last; exit 1' TERM; touch " + words + "/first; while true; do sleep 0.1; done")) {
            owner.until("Job  executing");
            await(words.resolve("first"));
            assertThat(program.say("runs", "stop", "r").code()).isZero();
            owner.until("Job  stopping");
            assertThat(owner.end().code()).isEqualTo(ExitCode.STOPPED);
        }
        assertThat(words.resolve("last")).exists();
        assertThat(program.say("runs", "show", "r", "--json").out()).contains("\"Stopped\"").doesNotContain("\"Stopping\"");
        assertThat(program.say("runs", "show", "r").out()).contains("log: ");
    }

    @Test
    void noProcessOfAJobOutlivesItsOwnerAndNoOutputIsMixed() throws Exception {
        Path running = folder.resolve("running");
        String script = "trap '' TERM; attempt=$(cat /proc/sys/kernel/random/uuid); (setsid sh -c \"trap '' TERM; while true; do sleep 0.1; : " + running + "; done\") & touch " + running
                + "; echo $attempt > /opt/ml/processing/output/a; [ ! -e " + running + ".2 ] || { echo $attempt > /opt/ml/processing/output/b; exit 0; }; while true; do sleep 0.1; : " + running + "; done";
        try (Program.Other owner = owner(script)) {
            await(running);
            while (processes(running).isEmpty()) {
                // the system does not tell of every process at every look
                assertThat(owner.over()).isFalse();
            }
            owner.kill();
        }
        List<ProcessHandle> left = processes(running);
        left.forEach(process -> process.onExit().join());
        Files.createFile(folder.resolve("running.2"));
        assertThat(program.say("runs", "resume").code()).isZero();
        assertThat(processes(running)).isEmpty();
        String a = program.say("objects", "get", "s3://bucket/out/a", folder.resolve("a").toString()).err();
        String b = program.say("objects", "get", "s3://bucket/out/b", folder.resolve("b").toString()).err();
        assertThat(a + b).isEmpty();
        assertThat(Files.readString(folder.resolve("a"))).isNotBlank().isEqualTo(Files.readString(folder.resolve("b")));
    }

    private static List<ProcessHandle> processes(Path mark) {
        return ProcessHandle.allProcesses().filter(process -> process.info().commandLine().orElse("").contains(": " + mark)).toList();
    }

    private static void await(Path file) {
        while (!Files.exists(file)) {
            assertThat(Thread.interrupted()).as("never came: " + file).isFalse();
            Thread.onSpinWait();
        }
    }

    private Program.Other owner(String script) throws IOException {
        return program.start("run", pipeline(script), "--images", folder.resolve("images.yaml").toString(), "--name", "r");
    }

    private String pipeline(String script) throws IOException {
        Files.writeString(folder.resolve("job.sh"), script);
        return Files.writeString(folder.resolve("pipeline.json"), """
                {"Version": "2020-12-01", "Steps": [{"Name": "Job", "Type": "Processing", "Arguments": {"RoleArn": "arn:aws:iam::000000000000:role/r",
                  "AppSpecification": {"ImageUri": "scripts"},
                  "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output": {"S3Uri": "s3://bucket/out", "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob"}}]},
                  "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}}}}]}""").toString();
    }
}
