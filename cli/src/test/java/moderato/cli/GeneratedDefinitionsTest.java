package moderato.cli;

import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Definitions that the service's SDKs generate from pipelines of every kind, and one written by hand: each is valid, and runs to its end. */
@Timeout(180)
class GeneratedDefinitionsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} ends with {1}")
    @CsvSource(delimiter = '|', textBlock = """
            video-moderation      | 0  | 15 Succeeded
            lambdas-callbacks     | 0  | 6 Succeeded
            models-and-registry   | 0  | 11 Succeeded
            models-of-the-account | 0  | 13 Succeeded
            video-functions       | 1  | 1 Failed 4 Succeeded
            v3-for-each           | 0  | 7 Succeeded
            """)
    void runsToItsEnd(String name, int code, String steps) throws Exception {
        DefinitionRun run = DefinitionRun.of(file(name), folder);
        assertThat(run.ending()).as(run.said()).isEqualTo(code + " " + steps);
    }

    @ParameterizedTest
    @CsvSource({"video-moderation", "processors", "training-frameworks", "tuning", "models-and-registry", "conditions-everything", "lambdas-callbacks", "checks",
            "v3-for-each", "v3-for-each-dynamic", "v3-run-conditions", "v3-model-register", "v3-training", "v3-lineage"})
    void isValid(String name) throws Exception {
        Program.Said said = new Program(folder).say("validate", "--warnings", file(name).toString());
        assertThat(said.code()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).hasLineCount(1);
    }

    private static Path file(String name) throws Exception {
        URL resource = Objects.requireNonNull(GeneratedDefinitionsTest.class.getResource("definitions/" + name + ".json"));
        return Path.of(resource.toURI());
    }
}
