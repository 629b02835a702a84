package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moderato.kernel.NearestName;
import moderato.states.FieldCheck.Setting;
import moderato.states.StateFields.Field;

/** Walks a machine and the machines inside its states, and holds each against the rules of its place. */
final class MachineChecks {

    private static final int LONGEST_NAME = 80;
    private static final int MOST_LEVELS = 50;

    private static final List<Field> NESTED = List.of(StateFields.both("StartAt", FieldCheck.STRING),
            StateFields.both("States", FieldCheck.ANY), StateFields.both("Comment", FieldCheck.STRING));
    private static final List<Field> PROCESSOR = List.of(StateFields.both("StartAt", FieldCheck.STRING),
            StateFields.both("States", FieldCheck.ANY), StateFields.both("Comment", FieldCheck.STRING),
            StateFields.both("ProcessorConfig", FieldCheck.ANY));
    private static final List<Field> TOP = List.of(StateFields.both("StartAt", FieldCheck.STRING), StateFields.both("States", FieldCheck.ANY),
            StateFields.both("Comment", FieldCheck.STRING), StateFields.both("Version", FieldCheck.oneOf("1.0")),
            StateFields.both("TimeoutSeconds", FieldCheck.integer(0, 99_999_999)),
            StateFields.both("QueryLanguage", FieldCheck.oneOf("JSONPath", "JSONata")));

    private static final String[][] EXCLUSIVE = { { "TimeoutSeconds", "TimeoutSecondsPath" }, { "HeartbeatSeconds", "HeartbeatSecondsPath" },
            { "MaxConcurrency", "MaxConcurrencyPath" }, { "ToleratedFailureCount", "ToleratedFailureCountPath" },
            { "ToleratedFailurePercentage", "ToleratedFailurePercentagePath" }, { "Error", "ErrorPath" }, { "Cause", "CausePath" },
            { "ItemSelector", "Parameters" } };

    private final Findings findings;
    private final boolean express;
    private final boolean jsonata;
    private final Map<String, DefinitionPath> names = new HashMap<>();
    private final Set<String> labels = new HashSet<>();

    private MachineChecks(Findings findings, boolean express, boolean jsonata) {
        this.findings = findings;
        this.express = express;
        this.jsonata = jsonata;
    }

    static void check(JsonNode definition, boolean express, Findings findings) {
        boolean jsonata = definition.path("QueryLanguage").asText().equals("JSONata");
        new MachineChecks(findings, express, jsonata).machine(definition, DefinitionPath.ROOT, TOP, express, 0);
    }

    /** Checks one state alone, as TestState has it. */
    static void checkState(JsonNode state, boolean express, Findings findings) {
        new MachineChecks(findings, express, false).state(state, DefinitionPath.ROOT, express, 0);
    }

    private void machine(JsonNode machine, DefinitionPath at, List<Field> fields, boolean inExpress, int level) {
        if (level > MOST_LEVELS) {
            findings.error("TOO_DEEPLY_NESTED", at, "The states are too deeply nested", "");
            return;
        }
        if (!machine.isObject()) {
            findings.schema(at, "Expected value of type Object");
            return;
        }
        findings.required(machine, at, "StartAt", "States");
        ObjectChecks.fields(machine, at, new Setting(findings, jsonata, inExpress), fields);
        JsonNode states = machine.path("States");
        DefinitionPath place = at.child("States");
        if (states.isMissingNode()) {
            return;
        }
        if (!states.isObject()) {
            findings.schema(place, "Expected value of type Object");
            return;
        }
        if (states.isEmpty()) {
            findings.schema(place, "Value cannot be empty");
        }
        for (Map.Entry<String, JsonNode> state : states.properties()) {
            name(state.getKey(), place.child(state.getKey()));
            state(state.getValue(), place.child(state.getKey()), inExpress, level);
        }
    }

    private void name(String name, DefinitionPath at) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            findings.error("INVALID_STATE_NAME", at, "A state's name has 1 to %d characters".formatted(LONGEST_NAME), "");
        }
        DefinitionPath other = names.putIfAbsent(name, at);
        if (other != null) {
            findings.error("DUPLICATE_STATE_NAME", at, "Duplicate State name: " + name, "; it is also at " + other.pointer());
        }
    }

    private void state(JsonNode state, DefinitionPath at, boolean inExpress, int level) {
        if (!state.isObject()) {
            findings.schema(at, "Expected value of type Object");
            return;
        }
        findings.required(state, at, "Type");
        String type = state.path("Type").asText();
        Map<String, Field> fields = StateFields.of(type);
        if (state.has("Type") && fields.isEmpty()) {
            findings.schema(at.child("Type"), at.child("Type"),
                    "The field 'Type' should have one of these values: [%s]".formatted(String.join(", ", StateFields.types())),
                    NearestName.suggestion(type, StateFields.types()));
        }
        if (fields.isEmpty()) {
            return;
        }
        // The service takes every other word for JSONata, and says besides that it is none.
        String language = state.path("QueryLanguage").asText(jsonata ? "JSONata" : "JSONPath");
        if (jsonata && language.equals("JSONPath")) {
            findings.schema(at, at.child("QueryLanguage"), "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
                    "");
        }
        Setting setting = new Setting(findings, !language.equals("JSONPath"), inExpress);
        ObjectChecks.fields(state, at, setting, fields);
        for (String[] pair : EXCLUSIVE) {
            findings.atMostOne(state, at, pair);
        }
        particular(type, state, at, setting, level);
    }

    private void particular(String type, JsonNode state, DefinitionPath at, Setting setting, int level) {
        switch (type) {
            case "Task" -> {
                findings.required(state, at, "Resource");
                transition(state, at);
                arguments(state, at, setting);
            }
            case "Pass" -> transition(state, at);
            case "Wait" -> {
                transition(state, at);
                findings.exactlyOne(state, at, "SecondsPath", "Seconds", "TimestampPath", "Timestamp");
            }
            case "Choice" -> findings.required(state, at, "Choices");
            case "Parallel" -> {
                findings.required(state, at, "Branches");
                transition(state, at);
                branches(state.path("Branches"), at.child("Branches"), setting.express(), level);
            }
            case "Map" -> {
                transition(state, at);
                map(state, at, setting, level);
            }
            default -> {
                // Succeed and Fail have no rules beyond those of their fields.
            }
        }
    }

    private void transition(JsonNode state, DefinitionPath at) {
        boolean end = state.has("End") && (state.path("End").asBoolean() || FieldCheck.isPlaceholder(state.path("End")));
        if (state.has("Next") && end) {
            findings.schema(at, "There should only be one of the following fields: [Next, End]");
        } else if (!state.has("Next") && !end) {
            findings.schema(at, at, "This object should have only one of the following fields: [Next, End]",
                    state.has("End") ? "; 'End' says nothing unless it is true" : "; it has neither");
        }
    }

    /** Optimised integrations take their arguments from one field, and few can do without. */
    private void arguments(JsonNode state, DefinitionPath at, Setting setting) {
        String field = setting.jsonata() ? "Arguments" : "Parameters";
        String resource = state.path("Resource").asText();
        if (!state.has(field) && Integrations.kind(resource) == Integrations.Kind.OPTIMISED) {
            findings.warning("MISSING_ARGUMENTS", at, "%s field is required for resource ARN: %s".formatted(field, resource));
        }
        if (state.has("Credentials") && Integrations.kind(resource) == Integrations.Kind.ACTIVITY) {
            findings.schema(at, at.child("Credentials"), "The field 'Credentials' is not supported for activities", "");
        }
    }

    private void branches(JsonNode branches, DefinitionPath at, boolean inExpress, int level) {
        if (branches.isMissingNode()) {
            return;
        }
        if (!branches.isArray()) {
            findings.schema(at, "Expected value of type Array");
            return;
        }
        if (branches.isEmpty()) {
            findings.schema(at, "Value cannot be empty");
        }
        for (int i = 0; i < branches.size(); i++) {
            machine(branches.path(i), at.child(i), NESTED, inExpress, level + 1);
        }
    }

    private void map(JsonNode state, DefinitionPath at, Setting setting, int level) {
        findings.exactlyOne(state, at, "ItemProcessor", "Iterator");
        String field = state.has("ItemProcessor") ? "ItemProcessor" : "Iterator";
        JsonNode processor = state.path(field);
        boolean distributed = processor.path("ProcessorConfig").path("Mode").asText().equals("DISTRIBUTED");
        if (!processor.isMissingNode()) {
            boolean childExpress = distributed ? processor.path("ProcessorConfig").path("ExecutionType").asText().equals("EXPRESS")
                    : setting.express();
            machine(processor, at.child(field), PROCESSOR, childExpress, level + 1);
        }
        if (processor.has("ProcessorConfig")) {
            MapChecks.processorConfig(processor.path("ProcessorConfig"), at.child(field).child("ProcessorConfig"), setting);
        }
        if (state.path("Label").isTextual() && !labels.add(state.path("Label").textValue())) {
            findings.error("DUPLICATE_LABEL_NAME", at.child("Label"), "Duplicate Label: " + state.path("Label").textValue(), "");
        }
    }
}
