package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.Definition;
import moderato.kernel.InvalidDefinitionException.Problem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("shared")
class SharedDefinitionsTest {

    static List<String> names() {
        return SharedDefinitions.names();
    }

    static List<Path> invalid() {
        return SharedDefinitions.invalid();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyDefinitionIsValid(String name) {
        assertThat(CheckedPipeline.of(SharedDefinitions.text(name)).errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyDefinitionHasItsSteps(String name) {
        PipelineGraph graph = CheckedPipeline.of(SharedDefinitions.text(name)).graph();
        JsonNode expected = SharedDefinitions.edges(name).get("steps");
        assertThat(graph.nodes()).hasSize(expected.size()).allSatisfy(node -> {
            JsonNode step = expected.get(node.name());
            assertThat(node.type()).isEqualTo(step.get("type").asText());
            assertThat(node.parent().orElse("")).isEqualTo(step.get("in").path(0).asText());
            assertThat(node.branch().orElse("")).isEqualTo(step.get("in").path(1).asText());
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyDefinitionHasItsEdges(String name) {
        PipelineGraph graph = CheckedPipeline.of(SharedDefinitions.text(name)).graph();
        List<PipelineGraph.Edge> expected = new ArrayList<>();
        SharedDefinitions.edges(name).get("edges").forEach(edge -> expected.add(new PipelineGraph.Edge(edge.get(0).asText(), edge.get(1).asText(),
                edge.get(2).asText())));
        assertThat(graph.edges()).containsExactlyElementsOf(expected);
        assertThat(graph.order()).hasSize(graph.nodes().size());
        assertThat(graph.edges()).allSatisfy(edge -> assertThat(graph.order().indexOf(edge.from())).isLessThan(graph.order().indexOf(edge.to())));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void everyInvalidDefinitionIsRefusedForItsReason(Path file) {
        JsonNode wrong = SharedDefinitions.json(SharedDefinitions.read(file));
        CheckedPipeline pipeline = CheckedPipeline.of(wrong.get("definition").toPrettyString());
        List<Problem> errors = pipeline.errors();
        if (wrong.get("when").asText().equals("start")) {
            assertThat(errors).isEmpty();
            List<String> problems = new PipelineLanguage().compile(Definition.of(PipelineLanguage.NAME, wrong.get("definition").toString()))
                    .problems(wrong.get("startRequest"));
            assertThat(problems).singleElement().satisfies(problem -> wrong.get("mustMention").forEach(word -> assertThat(problem).contains(word.asText())));
            return;
        }
        assertThat(errors).hasSize(1).allSatisfy(error -> {
            assertThat(error.code()).isEqualTo(wrong.get("kind").asText());
            assertThat(error.line()).isPositive();
            assertThat(error.column()).isPositive();
            assertThat(error.pointer()).startsWith("/");
            wrong.get("mustMention").forEach(word -> assertThat(error.message()).contains(word.asText()));
        });
    }
}
