package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.InvalidDefinitionException.Problem;
import moderato.states.Finding.Severity;

/** What there is to say about the text of a definition: for people, and as the service's API says it. */
public final class DefinitionCheck {

    /** The type of machine that a definition is meant for; an Express one may do less. */
    public enum MachineType {
        STANDARD, EXPRESS
    }

    /** The service's own default of ValidateStateMachineDefinition. */
    private static final int MOST_DIAGNOSTICS = 100;

    private final DefinitionText text;
    private final List<Finding> findings;

    private DefinitionCheck(DefinitionText text, List<Finding> findings) {
        this.text = text;
        this.findings = findings;
    }

    /** Checks a definition. */
    public static DefinitionCheck of(String definition, MachineType type) {
        Findings findings = new Findings();
        DefinitionText text = DefinitionText.read(definition, findings);
        if (!text.root().isMissingNode()) {
            MachineChecks.check(text.root(), type == MachineType.EXPRESS, findings);
            VariableChecks.check(text.root(), findings);
            GraphChecks.check(text.root(), findings);
        }
        return new DefinitionCheck(text, findings.all());
    }

    /** Checks one state alone, as TestState takes it: where it leads to is nobody's business. */
    public static DefinitionCheck ofState(String state) {
        Findings findings = new Findings();
        DefinitionText text = DefinitionText.read(state, findings);
        if (!text.root().isMissingNode()) {
            MachineChecks.checkState(text.root(), false, findings);
        }
        return new DefinitionCheck(text, findings.all());
    }

    /** Whether the definition can be run. */
    public boolean isValid() {
        return errors().isEmpty();
    }

    /** The definition; missing where the text is no JSON. */
    public JsonNode definition() {
        return text.root();
    }

    /** Every error, in the order of the text, with its place. */
    public List<Problem> problems() {
        return errors().stream().map(this::problem)
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column)).toList();
    }

    /** What is legal and yet hardly meant, in the order of the text. */
    public List<Problem> warnings() {
        return findings.stream().filter(finding -> finding.severity() == Severity.WARNING).map(this::problem)
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column)).toList();
    }

    /**
     * The definition, once it is valid.
     *
     * @throws InvalidDefinitionException with every problem otherwise
     */
    public JsonNode requireValid() {
        if (!isValid()) {
            throw new InvalidDefinitionException(problems());
        }
        return definition();
    }

    /** The message with which CreateStateMachine refuses the definition; empty when it does not. */
    public Optional<String> refusal() {
        List<Finding> told = told();
        return told.isEmpty() ? Optional.empty()
                : Optional.of("Invalid State Machine Definition: '%s'".formatted(told.stream()
                        .map(finding -> "%s: %s at %s".formatted(finding.code(), finding.message(), location(finding)))
                        .collect(Collectors.joining(", "))));
    }

    private static String location(Finding finding) {
        return finding.location().map(DefinitionPath::location).orElse("null");
    }

    /** ValidateStateMachineDefinition's answer about errors. */
    public ObjectNode diagnostics() {
        return diagnostics(false, MOST_DIAGNOSTICS);
    }

    /**
     * ValidateStateMachineDefinition's answer.
     *
     * @param warnings whether to tell warnings too
     * @param limit how many to tell; 0 means the service's most
     */
    public ObjectNode diagnostics(boolean warnings, int limit) {
        int most = limit == 0 ? MOST_DIAGNOSTICS : limit;
        List<Finding> errors = told();
        List<Finding> told = findings.stream().filter(finding -> warnings && finding.severity() == Severity.WARNING || errors.contains(finding)).toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("result", isValid() ? "OK" : "FAIL");
        ArrayNode list = answer.putArray("diagnostics");
        for (Finding finding : told.subList(0, Math.min(most, told.size()))) {
            ObjectNode diagnostic = list.addObject();
            diagnostic.put("severity", finding.severity().name());
            diagnostic.put("code", finding.code());
            diagnostic.put("message", finding.message());
            finding.location().ifPresent(at -> diagnostic.put("location", at.location()));
        }
        answer.put("truncated", told.size() > most);
        return answer;
    }

    private List<Finding> errors() {
        return findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    }

    /** The service follows transitions only through a definition of the right shape. */
    private List<Finding> told() {
        List<Finding> shape = errors().stream()
                .filter(finding -> !finding.code().equals("MISSING_TRANSITION_TARGET") && !finding.code().equals("MISSING_END_STATE")).toList();
        return shape.isEmpty() ? errors() : shape;
    }

    private Problem problem(Finding finding) {
        DefinitionText.Position position = text.position(finding.at());
        String message = (finding.hint().isEmpty() ? finding.message() : finding.message().replaceFirst("\\.$", "")) + finding.hint();
        return new Problem(finding.code(), finding.at().pointer(), position.line(), position.column(), message);
    }
}
