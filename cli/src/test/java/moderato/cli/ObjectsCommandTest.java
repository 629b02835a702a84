package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ObjectsCommandTest {

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeEach
    void objects() throws IOException {
        program = new Program(folder.resolve("home"));
        Path files = folder.resolve("files");
        Files.writeString(Files.createDirectories(files.resolve("deep")).resolve("one.csv"), "1,2\n");
        Files.writeString(files.resolve("two.csv"), "3\n");
        assertThat(program.say("objects", "put", files.toString(), "s3://data/in/").out()).contains("s3://data/in/deep/one.csv", "s3://data/in/two.csv");
    }

    @Test
    void listsBucketsAndObjectsAsTextAndAsJson() throws IOException {
        assertThat(program.say("objects", "ls").out()).isEqualTo("s3://data/\n");
        assertThat(program.say("objects", "ls", "s3://data/in/t").out()).contains("s3://data/in/two.csv").doesNotContain("one.csv");
        JsonNode buckets = new ObjectMapper().readTree(program.say("objects", "ls", "--json").out());
        assertThat(buckets.at("/0/address").asText()).isEqualTo("s3://data/");
        JsonNode objects = new ObjectMapper().readTree(program.say("objects", "ls", "s3://data", "--json").out());
        assertThat(objects).hasSize(2);
        assertThat(objects.at("/0/address").asText()).isEqualTo("s3://data/in/deep/one.csv");
        assertThat(objects.at("/0/bytes").asLong()).isEqualTo(4);
    }

    @Test
    void anObjectComesBackWholeAlsoIntoANewFolderAndOverAnOldFile() throws IOException {
        Path back = folder.resolve("new/back.csv");
        assertThat(program.say("objects", "get", "s3://data/in/deep/one.csv", back.toString()).code()).isZero();
        assertThat(back).hasContent("1,2\n");
        assertThat(program.say("objects", "get", "s3://data/in/two.csv", back.toString()).code()).isZero();
        assertThat(back).hasContent("3\n");
        try (var beside = Files.list(folder.resolve("new"))) {
            assertThat(beside).containsExactly(back);
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        Program.Said said = program.say("objects", "get", "s3://data/in/three.csv", folder.resolve("three.csv").toString());
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).contains("there is no object s3://data/in/three.csv");
        assertThat(program.say("objects", "rm", "s3://data/in", "--all").out()).contains("removed 2");
        assertThat(program.say("objects", "rm", "s3://data/in", "--all").code()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
