package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import moderato.kernel.ReplayContract;
import moderato.kernel.SimulatedRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every recorded execution again: folded from its events, and continued from JSON between any two of them. */
@Tag("shared")
class CorpusReplayTest {

    @Test
    void everyExecutionKeepsTheReplayContract() throws IOException {
        int checked = 0;
        for (JsonNode each : cases()) {
            ExecutionCase execution = new ExecutionCase(each, false);
            SimulatedRun run = execution.simulate(new CaseTasks(each, CaseValues.of(each)));
            ReplayContract.check(execution.language().compile(execution.definition()), run);
            checked++;
        }
        assertThat(checked).isGreaterThan(500);
    }

    private static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../shared/asl/cases/execution"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readString(file).split("\n", -1)) {
                    if (!line.isBlank()) {
                        cases.add(JsonText.read(line));
                    }
                }
            }
        }
        return cases;
    }
}
