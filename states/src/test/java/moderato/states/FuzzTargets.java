package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import moderato.states.DefinitionCheck.MachineType;

/** What fuzzing throws at the language: any text, to each parser and evaluator, which may refuse it only with their own exceptions. */
final class FuzzTargets {

    private static final JsonNode INPUT = Scopes.json("""
            {'a':{'b':[1,2.5,'x',null,true,{'c':[]}]},'s':'2026-01-02T03:04:05Z','n':-3,'list':[{'k':1},{'k':2}]}""");

    private FuzzTargets() {
    }

    static void definition(String text) {
        DefinitionCheck check = DefinitionCheck.of(text, MachineType.STANDARD);
        check.problems();
        check.diagnostics(true, 10);
        check.refusal();
        if (check.isValid()) {
            VariableReferences.of(check.definition());
        }
    }

    static void path(String text) {
        try {
            JsonPathExpression.compile(text).evaluate(Scopes.of(INPUT));
        } catch (ExpressionSyntaxException | StatesErrorException expected) {
            return;
        }
    }

    static void intrinsic(String text) {
        try {
            IntrinsicFunction.compile(text).evaluate(Scopes.of(INPUT));
        } catch (ExpressionSyntaxException | StatesErrorException expected) {
            return;
        }
    }

    static void jsonata(String text) {
        try {
            JsonataExpression.compile("{% " + text + " %}", "Output").evaluate(Scopes.of(INPUT));
        } catch (ExpressionSyntaxException | StatesErrorException expected) {
            return;
        }
    }

    static void caseFile(String text) {
        CaseRunner runner = new CaseRunner(true);
        for (String name : List.of("fuzz.json", "fuzz.jsonl")) {
            try {
                runner.run(text, name, result -> {
                });
            } catch (CaseRunner.UnreadableCaseException expected) {
                continue;
            }
        }
    }

    static void template(String text) {
        try {
            JsonNode template = JsonText.read(text);
            PayloadTemplate.jsonPath(template).evaluate(Scopes.of(INPUT));
            PayloadTemplate.jsonata(template, "Output").evaluate(Scopes.of(INPUT));
        } catch (ExpressionSyntaxException | StatesErrorException | JsonProcessingException expected) {
            return;
        }
    }
}
