package moderato.states;

import java.util.List;
import moderato.kernel.InvalidDefinitionException.Problem;
import moderato.states.DefinitionCheck.MachineType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static moderato.states.Scopes.json;
import static org.assertj.core.api.Assertions.assertThat;

class DefinitionCheckTest {

    private static DefinitionCheck check(String text) {
        return DefinitionCheck.of(json(text).toString(), MachineType.STANDARD);
    }

    private static DefinitionCheck state(String state) {
        return check("{'StartAt':'A','States':{'A':%s,'B':{'Type':'Succeed'}}}".formatted(state));
    }

    @Test
    void tellsEverythingAtOnceInTheOrderOfTheText() {
        List<Problem> problems = DefinitionCheck.of("""
                {
                  "StartAt": "First",
                  "States": {
                    "First": {"Type": "Pas", "Next": "Second"},
                    "Second": {"Type": "Wait", "Seconds": -1, "Timestamp": "soon", "Next": "Thrid"},
                    "Third": {"Type": "Succeed", "Extra": 1}
                  }
                }
                """, MachineType.STANDARD).problems();
        assertThat(problems).extracting(problem -> "%d:%d %s %s".formatted(problem.line(), problem.column(), problem.pointer(), problem.message()))
                .containsExactly(
                        "4:15 /States/First/Type The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, "
                                + "Parallel, Map]; did you mean 'Pass'?",
                        "5:5 /States/Second There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]",
                        "5:32 /States/Second/Seconds Minimum value is 0",
                        "5:47 /States/Second/Timestamp String does not match RFC3339 timestamp",
                        "5:68 /States/Second/Next Missing 'Next' target: Thrid; did you mean 'Third'?",
                        "6:5 /States/Third State \"Third\" is not reachable.",
                        "6:34 /States/Third/Extra Field 'Extra' is not supported");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'Type':'Pass','Next':'B','End':true}                                        | There should only be one of the following fields: [Next, End] at /States/A
            {'Type':'Task','Next':'B'}                                                   | These fields are required: [Resource] at /States/A
            {'Type':'Task','Resource':'arn:aws:states:::dynamodb:query','Next':'B'}      | The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/A/Resource
            {'Type':'Pass','Output':1,'Next':'B'}                                        | The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A
            {'Type':'Pass','Parameters':{'x.$':'x'},'Next':'B'}                          | The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters
            {'Type':'Pass','ResultPath':'$.a[*]','Next':'B'}                             | Value is not a Reference Path at /States/A/ResultPath
            {'Type':'Fail','ErrorPath':1}                                                | Expected value of type [STRING] at /States/A/ErrorPath
            {'Type':'Pass','Comment':1,'Next':'B'}                                       | Expected value of type [STRING] at /States/A/Comment
            {'Type':'Choice','Choices':[]}                                               | Value cannot be empty at /States/A/Choices
            {'Type':'Choice','Choices':[{'Variable':'$.a','IsNull':1,'Next':'B'}]}       | Expected value of type Boolean at /States/A/Choices[0]/IsNull
            {'Type':'Parallel','Branches':[{'StartAt':'C'}],'Next':'B'}                  | These fields are required: [States] at /States/A/Branches[0]
            """)
    void refusesInTheServicesWords(String state, String expected) {
        assertThat(state(state).refusal()).contains("Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: %s'".formatted(expected));
    }

    @Test
    void parsesJsonataExpressions() {
        assertThat(state("{'Type':'Pass','QueryLanguage':'JSONata','Output':{'a':['{% 1 + %}']},'Next':'B'}").refusal()).contains(
                "Invalid State Machine Definition: 'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/A/Output/a[0]'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Output':{'v':'{% phone %}'}                                           | Reference to 'phone' at the top level is not supported. at /States/A/Output/v
            'Output':'{% $map($states.input.a, function($x){ b }) %}'              | Reference to 'b' at the top level is not supported. at /States/A/Output
            'Output':'{% $$ %}'                                                    | Reference to '$$' is not supported. at /States/A/Output
            'Output':'{% $.a %}'                                                   | Reference to '$' at the top level is not supported. at /States/A/Output
            'Output':'{% {aaa: 1} %}'                                              | Reference to 'aaa' at the top level is not supported. at /States/A/Output
            'Assign':{'x':'{% $states.errorOutput.Error %}'}                       | Field '$states.errorOutput' does not exist. at /States/A/Assign/x
            """)
    void refusesWhatAnExpressionCannotSee(String fields, String expected) {
        assertThat(state("{'Type':'Pass','QueryLanguage':'JSONata',%s,'Next':'B'}".formatted(fields)).refusal())
                .contains("Invalid State Machine Definition: 'UNSUPPORTED_JSONATA_EXPRESSION: %s'".formatted(expected));
    }

    @Test
    void takesReferencesBelowTheTopLevel() {
        assertThat(state("""
                {'Type':'Task','QueryLanguage':'JSONata','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f'},
                 'Output':'{% $states.input.items[value > 3]^(price).(name) %}','Next':'B',
                 'Catch':[{'ErrorEquals':['States.ALL'],'Next':'B','Output':'{% $states.errorOutput %}'}]}""").problems()).isEmpty();
    }

    @Test
    void refusesOperatorsOfLaterReleases() {
        assertThat(state("{'Type':'Pass','QueryLanguage':'JSONata','Output':'{% $states.input.a ?: 1 %}','Next':'B'}").refusal()).contains(
                "Invalid State Machine Definition: 'INVALID_JSONATA_EXPRESSION: The symbol \":\" cannot be used as a unary operator at /States/A/Output'");
        assertThat(state("{'Type':'Pass','QueryLanguage':'JSONata','Output':'{% $match($states.input.a, /(?:b??)/) %}','Next':'B'}").problems())
                .isEmpty();
    }

    @Test
    void followsTransitionsOfTheRightShapeOnly() {
        assertThat(check("{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'A'}}}").refusal())
                .contains("Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'");
        assertThat(check("{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'C'},'B':{'Type':'Pass','End':true}}}").refusal())
                .contains("Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Next, "
                        + "MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B'");
    }

    @Test
    void asksForAnEndAtTheTopOnly() {
        assertThat(state("{'Type':'Parallel','Branches':[{'StartAt':'C','States':{'C':{'Type':'Pass','Next':'C'}}}],'Next':'B'}").problems()).isEmpty();
    }

    @Test
    void refusesNamesOfVariablesAround() {
        String machine = "{'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'v':1},'Next':'M'},'M':{'Type':'Map','End':true,'ItemProcessor':{%s"
                + "'StartAt':'P','States':{'P':{'Type':'Pass','Assign':{'v.$':'$'},'End':true}}}}}}";
        assertThat(check(machine.formatted("")).refusal()).contains("Invalid State Machine Definition: 'DUPLICATE_VARIABLE_NAME: The variable "
                + "name 'v' was already defined in a parent scope. at /States/M/ItemProcessor/States/P/Assign/v.$'");
        assertThat(check(machine.formatted("'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},")).problems()).isEmpty();
    }

    @Test
    void takesPlaceholdersForAnyValue() {
        assertThat(state("{'Type':'Task','Resource':'${Function}','TimeoutSeconds':'${Timeout}','Next':'B'}").problems()).isEmpty();
    }

    @Test
    void tellsDoubledKeys() {
        assertThat(DefinitionCheck.of("{\"StartAt\":\"A\",\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}", MachineType.STANDARD)
                .problems()).singleElement().satisfies(problem -> assertThat(problem.message()).isEqualTo("Duplicate field 'StartAt'"));
    }

    @Test
    void findsVariablesInBothLanguages() {
        assertThat(VariableReferences.of(json("""
                {'StartAt':'A','States':{'A':{'Type':'Pass','Parameters':{'x.$':'States.Format($template, $.a, $b.c)'},'Next':'B'},
                 'B':{'Type':'Pass','QueryLanguage':'JSONata','Output':'{% ($own := $total; $map($list, function($v){ $v + $own })) %}','End':true}}}
                """))).isEqualTo(json("{'A':['b','template'],'B':['list','total']}"));
    }

    @Test
    void warnsOfServicesAndActionsThatAreNotKnown() {
        String task = "{'Type': 'Task', 'Resource': 'arn:aws:states:::aws-sdk:%s', 'Parameters': {}, 'End': true}";
        assertThat(state(task.formatted("dynamodb:qery")).warnings()).extracting(problem -> problem.message())
                .containsExactly("The service 'dynamodb' has no action 'qery' that is known here; did you mean 'query'?");
        assertThat(state(task.formatted("dynamodbb:query")).warnings()).extracting(problem -> problem.message())
                .containsExactly("No service is known here by the name 'dynamodbb'; did you mean 'dynamodb'?");
        assertThat(state(task.formatted("sfn:sendTaskSuccess")).warnings()).isEmpty();
        assertThat(state(task.formatted("s3:putBucketTagging")).warnings()).isEmpty();
        assertThat(state(task.formatted("eventbridge:putEvents.waitForTaskToken")).warnings()).isEmpty();
    }
}
