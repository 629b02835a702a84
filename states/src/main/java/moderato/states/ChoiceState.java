package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A Choice: goes on where the first rule that holds says.
 *
 * @param rules the rules, in order
 * @param otherwise the place to go on when none holds; {@link #NONE} when there is no Default
 */
record ChoiceState(StateHead head, List<Rule> rules, int otherwise) implements State {

    /** No Default. */
    private static final int NONE = -2;

    /** A rule: its condition, what it assigns, and where it leads. */
    record Rule(ChoiceRule condition, DataFlow flow, int next) {
    }

    ChoiceState {
        rules = List.copyOf(rules);
    }

    static ChoiceState read(StateHead head, StateReader reader) {
        List<Rule> rules = new ArrayList<>();
        JsonNode choices = reader.node("Choices");
        for (int i = 0; i < choices.size(); i++) {
            StateReader choice = reader.inside("Choices", i);
            ChoiceRule condition = reader.isJsonata() ? ChoiceRule.jsonata(choice.node("Condition"), "Choices[%d]/Condition".formatted(i))
                    : ChoiceRule.jsonPath(choices.path(i));
            rules.add(new Rule(condition, choice.ruleFlow(reader), choice.place("Next")));
        }
        return new ChoiceState(head, rules, reader.has("Default") ? reader.place("Default") : NONE);
    }

    @Override
    public void begin(Frame frame) {
        EvaluationScope scope = frame.scope();
        JsonNode effective = head.flow().input(scope);
        EvaluationScope seen = effective == scope.input() ? scope : scope.withInput(effective);
        for (Rule rule : rules) {
            if (rule.condition().holds(seen)) {
                frame.leave(rule.flow().pass(scope), rule.next());
                return;
            }
        }
        if (otherwise == NONE) {
            throw StatesErrorException.runtime("Failed to transition out of the state. The state does not point to a next state.");
        }
        frame.leave(head.flow().pass(scope), otherwise);
    }
}
