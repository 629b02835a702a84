package moderato.states;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Coverage-guided fuzzing of every parser and evaluator, and of the runner of case files.
 *
 * <p>An ordinary build replays the corpus beside this class; with {@code JAZZER_FUZZ=1} in the environment one method at a time searches on.
 */
class LanguageFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void definition(byte[] data) {
        FuzzTargets.definition(text(data));
    }

    @FuzzTest(maxDuration = "5m")
    void path(byte[] data) {
        FuzzTargets.path(text(data));
    }

    @FuzzTest(maxDuration = "5m")
    void intrinsic(byte[] data) {
        FuzzTargets.intrinsic(text(data));
    }

    @FuzzTest(maxDuration = "5m")
    void jsonata(byte[] data) {
        FuzzTargets.jsonata(text(data));
    }

    @FuzzTest(maxDuration = "5m")
    void template(byte[] data) {
        FuzzTargets.template(text(data));
    }

    @FuzzTest(maxDuration = "5m")
    void caseFile(byte[] data) {
        FuzzTargets.caseFile(text(data));
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
