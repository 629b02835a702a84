package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
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

    @Test
    void aHomeIsMadeForItsUserAlone() throws Exception {
        Path home = folder.resolve("home");
        assertThat(new Program(home).say("doctor").out()).contains("\u2713 home is private");
        assertThat(Files.getPosixFilePermissions(home)).containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(new Program(home).say("doctor").out()).contains("! home is private no").contains("chmod 700 " + home);
    }
}
