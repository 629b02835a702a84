package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moderato.kernel.NearestName;
import moderato.states.CaseResult.Difference;

/**
 * What is wrong with a case itself: misspelt fields, answers of the wrong form, answers for states that are not there.
 *
 * <p>A field with no known name near it is the author's own and is let be. A recorded case, which names its {@code snapshotKey}, was
 * written by a program and is taken as it is.
 */
final class CaseCheck {

    private static final Set<String> FIELDS = Set.of("id", "kind", "definition", "input", "type", "tasks", "s3", "requires", "hermetic", "notHermetic",
            "expected", "expectedEvents", "expectedHistory", "eventOrder", "wildcards", "severity", "maxResults", "stateName", "inspectionLevel", "mock",
            "stateConfiguration", "context", "variables", "revealSecrets", "roleArn");
    private static final Set<String> OWN_FIELDS = Set.of("area", "source", "snapshotKey", "validated", "features", "tier", "needsClock", "op",
            "aboutDefinition", "lambdas", "alsoIn", "name", "loggingConfiguration", "versionDescription", "eventsMissing", "comment", "description", "title");
    private static final Set<String> EXPECTED = Set.of("status", "output", "outputText", "error", "cause", "causeJson", "causeTextExact");
    private static final Set<String> ANSWER = Set.of("kind", "resource", "input", "outcome", "output", "error", "cause", "causeJson", "causeTextExact",
            "submitted", "any", "timeoutInSeconds", "heartbeatInSeconds");

    /** Shorter names are near to everything. */
    private static final int SHORTEST_MISSPELT = 5;

    private final JsonNode testCase;
    private final List<Difference> faults = new ArrayList<>();

    private CaseCheck(JsonNode testCase) {
        this.testCase = testCase;
    }

    /** Everything that is wrong with a case's form. */
    static List<Difference> of(JsonNode testCase) {
        if (testCase.has("snapshotKey")) {
            return List.of();
        }
        CaseCheck check = new CaseCheck(testCase);
        Set<String> known = new LinkedHashSet<>(FIELDS);
        known.addAll(OWN_FIELDS);
        check.names("", testCase, known);
        JsonNode expected = testCase.path("expected");
        if (!expected.isMissingNode()) {
            check.kind("/expected", expected, JsonNodeType.OBJECT, "an object, such as {\"status\": \"SUCCEEDED\", \"output\": 1}");
        }
        if (testCase.path("kind").asText("execution").equals("execution")) {
            check.names("/expected", expected, EXPECTED);
            check.tasks();
        }
        return check.faults;
    }

    private void names(String pointer, JsonNode object, Set<String> known) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!known.contains(field.getKey()) && field.getKey().length() >= SHORTEST_MISSPELT) {
                NearestName.of(field.getKey(), known).ifPresent(near -> faults.add(new Difference(pointer + "/" + field.getKey(), "the field '" + near + "'",
                        "a field that no case has")));
            }
        }
    }

    private void tasks() {
        JsonNode tasks = testCase.path("tasks");
        if (!tasks.isMissingNode() && !kind("/tasks", tasks, JsonNodeType.OBJECT, "an object of lists of answers, each under its state's name")) {
            return;
        }
        Set<String> states = new LinkedHashSet<>();
        collect(definition(), states);
        for (Map.Entry<String, JsonNode> task : tasks.properties()) {
            String pointer = "/tasks/" + task.getKey();
            if (!states.contains(task.getKey())) {
                faults.add(new Difference(pointer, "the name of a state", "no state of the definition" + NearestName.suggestion(task.getKey(), states)));
            }
            if (kind(pointer, task.getValue(), JsonNodeType.ARRAY, "a list of answers")) {
                for (int i = 0; i < task.getValue().size(); i++) {
                    JsonNode answer = task.getValue().path(i);
                    if (kind(pointer + "/" + i, answer, JsonNodeType.OBJECT, "an answer, such as {\"output\": 1} or {\"error\": \"Busy\", \"cause\": \"why\"}")) {
                        names(pointer + "/" + i, answer, ANSWER);
                    }
                }
            }
        }
    }

    private boolean kind(String pointer, JsonNode value, JsonNodeType type, String wanted) {
        if (value.getNodeType() != type) {
            faults.add(new Difference(pointer, wanted, value.toString()));
        }
        return value.getNodeType() == type;
    }

    private JsonNode definition() {
        JsonNode definition = testCase.path("definition");
        try {
            return definition.isTextual() ? JsonText.read(definition.textValue()) : definition;
        } catch (JsonProcessingException e) {
            return definition;
        }
    }

    private static void collect(JsonNode machine, Set<String> names) {
        for (Map.Entry<String, JsonNode> state : machine.path("States").properties()) {
            names.add(state.getKey());
            state.getValue().path("Branches").forEach(branch -> collect(branch, names));
            collect(state.getValue().path("ItemProcessor"), names);
            collect(state.getValue().path("Iterator"), names);
        }
    }
}
