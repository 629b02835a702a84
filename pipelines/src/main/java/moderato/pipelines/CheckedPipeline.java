package moderato.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.InvalidDefinitionException.Problem;

/**
 * A definition after all checks: everything that is wrong with it at once, and its graph, which is there even then as far as it goes.
 */
public final class CheckedPipeline {

    private final PipelineDefinition definition;
    private final PipelineGraph graph;
    private final List<Problem> errors;
    private final List<Problem> warnings;

    private CheckedPipeline(PipelineDefinition definition, PipelineGraph graph, List<Problem> errors, List<Problem> warnings) {
        this.definition = definition;
        this.graph = graph;
        this.errors = List.copyOf(errors);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Checks a definition's text.
     *
     * <p>What is wrong in Arguments is an error, except in a definition made for tests ({@link ToyDefinition}), where it is a warning.
     */
    public static CheckedPipeline of(String text) {
        Problems problems = new Problems();
        PipelineDefinition definition = new PipelineDefinition(Map.of(), Optional.empty(), Map.of());
        PipelineGraph graph = new PipelineGraph(List.of(), List.of(), List.of());
        try {
            JsonNode json = JsonText.read(text);
            if (text.length() > DefinitionParser.LONGEST_TEXT) {
                problems.error("TOO_LONG", "", "The definition has " + text.length() + " characters; at most " + DefinitionParser.LONGEST_TEXT + " are allowed.");
            }
            DefinitionParser parser = new DefinitionParser(problems);
            definition = parser.parse(json);
            graph = GraphBuilder.build(definition);
            boolean toy = ToyDefinition.is(definition);
            ReferenceCheck.run(definition, parser.references(), graph, problems);
            if (toy) {
                problems.tolerate(ToyDefinition.TOLERATED);
            }
            for (ArgumentCheck.Finding finding : ArgumentCheck.run(definition)) {
                if (toy || finding.code().equals(ArgumentCheck.NESTED) || finding.message().contains("'$")) {
                    problems.warning(finding.code(), finding.pointer(), finding.message());
                } else {
                    problems.error(finding.code(), finding.pointer(), finding.message());
                }
            }
        } catch (JsonProcessingException e) {
            problems.unreadable(e);
        }
        return new CheckedPipeline(definition, graph, problems.errors(text), problems.warnings(text));
    }

    /** Whether a JSON document looks like a pipeline definition rather than a state machine: it has Steps, or the version of pipelines. */
    public static boolean looksLikePipeline(JsonNode json) {
        return json.isObject() && !json.has("States") && (json.has("Steps") || json.path("Version").asText().equals(DefinitionParser.VERSION));
    }

    public boolean valid() {
        return errors.isEmpty();
    }

    /** What makes it unusable, in the order of the text. */
    public List<Problem> errors() {
        return errors;
    }

    /** What its author should know, in the order of the text. */
    public List<Problem> warnings() {
        return warnings;
    }

    public PipelineGraph graph() {
        return graph;
    }

    PipelineDefinition definition() {
        return definition;
    }
}
