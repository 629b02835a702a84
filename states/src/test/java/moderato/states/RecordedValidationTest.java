package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import moderato.kernel.InvalidDefinitionException.Problem;
import moderato.states.DefinitionCheck.MachineType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Validation against what the service answered, and against the definitions of two linters and of real workflows. */
@Tag("shared")
class RecordedValidationTest {

    private static final Path ASL = Path.of("../shared/asl");

    /** See docs/asl-validation.md. */
    private static final Set<String> EXCEPTIONS = Set.of("valid/asl-validator__task-credentials.json",
            "valid/asl-validator__map-with-item-batcher-jsonata.json", "real/shared-fallback-state-jsonata__statemachine.asl.json");

    static List<JsonNode> refused() throws IOException {
        return cases("invalidDefinition");
    }

    static List<JsonNode> validated() throws IOException {
        return cases("validation");
    }

    static List<JsonNode> analysed() throws IOException {
        return cases("variableReferences");
    }

    private static List<JsonNode> cases(String kind) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(ASL.resolve("cases").resolve(kind))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    cases.add(JsonText.read(line));
                }
            }
        }
        return cases;
    }

    static List<Path> valid() throws IOException {
        return files("valid");
    }

    static List<Path> invalid() throws IOException {
        return files("invalid");
    }

    static List<Path> real() throws IOException {
        return files("real");
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(ASL.resolve("definitions").resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".json") && !file.endsWith("index.json")).sorted().toList();
        }
    }

    private static String text(JsonNode definition) {
        return definition.isTextual() ? definition.textValue() : definition.toString();
    }

    private static MachineType type(JsonNode recorded) {
        return recorded.path("type").asText().equals("EXPRESS") ? MachineType.EXPRESS : MachineType.STANDARD;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesInTheServicesWords(JsonNode recorded) {
        DefinitionCheck check = DefinitionCheck.of(text(recorded.path("definition")), type(recorded));
        assertThat(check.refusal()).contains(recorded.path("expected").path("message").asText());
    }

    @ParameterizedTest
    @MethodSource("validated")
    void answersAsTheServiceDoes(JsonNode recorded) {
        DefinitionCheck check = DefinitionCheck.of(text(recorded.path("definition")), type(recorded));
        assertThat(check.diagnostics()).isEqualTo(recorded.path("expected"));
    }

    @ParameterizedTest
    @MethodSource("analysed")
    void findsTheVariablesThatStatesRead(JsonNode recorded) {
        assertThat(VariableReferences.of(recorded.path("definition"))).isEqualTo(recorded.path("expected").path("variableReferences"));
    }

    @ParameterizedTest
    @MethodSource({ "valid", "real" })
    void acceptsWhatIsValid(Path file) throws IOException {
        String name = ASL.resolve("definitions").relativize(file).toString();
        List<Problem> problems = DefinitionCheck.of(Files.readString(file), MachineType.STANDARD).problems();
        if (EXCEPTIONS.contains(name)) {
            assertThat(problems).isNotEmpty();
        } else {
            assertThat(problems).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatIsInvalid(Path file) throws IOException {
        String name = ASL.resolve("definitions").relativize(file).toString();
        List<Problem> problems = DefinitionCheck.of(Files.readString(file), MachineType.STANDARD).problems();
        JsonNode index = JsonText.read(Files.readString(ASL.resolve("definitions/index.json")));
        for (JsonNode entry : index) {
            if (entry.path("file").asText().equals(name)) {
                assertThat(problems).hasSize(entry.path("problems").asInt(problems.size()));
            }
        }
        assertThat(problems).as(name).isNotEmpty().allSatisfy(problem -> assertThat(problem.line()).as(problem.toString()).isPositive());
    }

    /** Every machine that the service once ran is a valid one. */
    static List<JsonNode> ran() throws IOException {
        return cases("execution");
    }

    @ParameterizedTest
    @MethodSource("ran")
    void acceptsWhatTheServiceRan(JsonNode recorded) {
        DefinitionCheck check = DefinitionCheck.of(text(recorded.path("definition")), type(recorded));
        assertThat(check.problems()).as(recorded.path("id").asText()).isEmpty();
    }
}
