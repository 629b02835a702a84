package moderato.states;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The recorded answers of the service itself. Cases that differ are listed, with the reason, in docs/asl.md. */
@Tag("shared")
class CorpusTest {

    private static final Path CASES = Path.of("../shared/asl/cases");

    @Test
    void definitionsAreJudgedAsTheServiceJudgesThem() {
        assertThat(failed("invalidDefinition")).isEmpty();
        assertThat(failed("validation")).isEmpty();
        assertThat(failed("variableReferences")).isEmpty();
    }

    @Test
    void singleStatesAreTriedAsTheServiceTriesThem() {
        assertThat(failed("testState")).isEmpty();
        assertThat(failed("testStateError")).isEmpty();
    }

    @Test
    void executionsEndAsTheyDidAtTheService() {
        assertThat(failed("execution")).isEmpty();
    }

    private static List<String> failed(String kind) {
        return new CaseRunner().run(List.of(CASES.resolve(kind))).stream()
                .filter(result -> result.verdict() == CaseResult.Verdict.FAILED).map(CaseResult::id).toList();
    }
}
