package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorCommandTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhatIsMissingAndWhatToDo() throws Exception {
        Program.Said said = new Program(folder.resolve("home")).say("doctor", "--json");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode findings = new ObjectMapper().readTree(said.out());
        assertThat(findings.findValuesAsText("what")).contains("cores", "memory", "disk free", "models", "private mounts", "own processes", "docker", "python");
        for (JsonNode finding : findings) {
            assertThat(finding.path("good").asBoolean() || !finding.path("remedy").asText().isEmpty()).as(finding.toString()).isTrue();
        }
        JsonNode models = findings.valueStream().filter(finding -> finding.path("what").asText().equals("models")).findFirst().orElseThrow();
        assertThat(models.path("good").asBoolean()).isFalse();
        assertThat(models.path("found").asText()).startsWith("0 of ").contains("missing");
        assertThat(models.path("remedy").asText()).isEqualTo("moderato models pull");
        assertThat(new Program(folder.resolve("home")).say("doctor").out()).contains("moderato models pull", "private mounts");
    }
}
