package moderato.pipelines;

import java.util.List;
import moderato.kernel.InvalidDefinitionException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CheckedPipelineTest {

    private static final String PROCESSING = """
            "Arguments": {"AppSpecification": {"ImageUri": "i:1"}, "RoleArn": "arn:aws:iam::111122223333:role/R",
              "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}}%s}""";

    private static String processing(String name, String moreArguments, String moreMembers) {
        return "{\"Name\": \"" + name + "\", \"Type\": \"Processing\", " + PROCESSING.formatted(moreArguments) + moreMembers + "}";
    }

    private static List<Problem> errors(String... steps) {
        return CheckedPipeline.of("{\"Parameters\": [{\"Name\": \"Count\", \"Type\": \"Integer\"}],\n \"Steps\": [\n" + String.join(",\n", steps) + "]}").errors();
    }

    @Test
    void aPlainStepIsValid() {
        assertThat(errors(processing("A", "", ""))).isEmpty();
    }

    @Test
    void everythingWrongIsSaidAtOnceWithItsPlace() {
        List<Problem> errors = errors(
                processing("A", "", ", \"DependsOn\": [\"Bee\"]"),
                processing("Be", ", \"Environment\": {\"X\": {\"Get\": \"Parameters.Cout\"}, \"Y\": 3}", ", \"RetryPolices\": []"));
        assertThat(errors).extracting(Problem::code, Problem::pointer, Problem::line).containsExactly(
                org.assertj.core.groups.Tuple.tuple("UNKNOWN_STEP", "/Steps/0/DependsOn/0", 4),
                org.assertj.core.groups.Tuple.tuple("UNKNOWN_PARAMETER", "/Steps/1/Arguments/Environment/X", 6),
                org.assertj.core.groups.Tuple.tuple("WRONG_ARGUMENT_TYPE", "/Steps/1/Arguments/Environment/Y", 6),
                org.assertj.core.groups.Tuple.tuple("UNKNOWN_PROPERTY", "/Steps/1/RetryPolices", 6));
        assertThat(errors).extracting(Problem::message).anyMatch(message -> message.endsWith("did you mean 'Be'?"))
                .anyMatch(message -> message.endsWith("did you mean 'Count'?")).anyMatch(message -> message.endsWith("did you mean 'RetryPolicies'?"));
    }

    @Test
    void aNameThatIsNearToNoneIsOneOfAFew() {
        List<Problem> errors = errors("""
                {"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "https://sqs/queue", "Arguments": {"at": {"Get": "Execution.Moment"}}, "OutputParameters": [{"OutputName": "answer", "OutputType": "Text"}]}""",
                processing("A", ", \"Environment\": {\"X\": {\"Get\": \"Steps.Ask.OutputParameters['answer']\"}}", ""));
        assertThat(errors).extracting(Problem::message).containsExactlyInAnyOrder(
                "There is no Execution.Moment; it is one of StartDateTime, CurrentDateTime, PipelineName, PipelineArn, PipelineExecutionId, PipelineExecutionArn, TrainingJobName, ProcessingJobName.",
                "There is no output type Text; it is one of String, Integer, Float, Boolean.");
    }

    @Test
    void aNumberParameterInATextNeedsAJoin() {
        assertThat(errors(processing("A", ", \"Environment\": {\"X\": {\"Get\": \"Parameters.Count\"}}", ""))).extracting(Problem::message)
                .containsExactly("parameter Count is of type Integer, but a string belongs here; wrap it in Std:Join with On \"\".");
        assertThat(errors(processing("A", ", \"Environment\": {\"X\": {\"Std:Join\": {\"On\": \"\", \"Values\": [{\"Get\": \"Parameters.Count\"}]}}}", ""))).isEmpty();
    }

    @Test
    void nestedArgumentsOfAFunctionAreNoMistakeForSure() {
        CheckedPipeline checked = CheckedPipeline.of("""
                {"Steps": [{"Name": "Tell", "Type": "Lambda", "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:tell", "OutputParameters": [],
                  "Arguments": {"links": ["s3://b/a", {"Get": "Execution.PipelineName"}], "by": {"who": 1}}}]}""");
        assertThat(checked.errors()).isEmpty();
        assertThat(checked.warnings()).extracting(Problem::pointer).containsExactly("/Steps/0/Arguments/links", "/Steps/0/Arguments/by");
    }

    @Test
    void aPropertyThatNeverExistsIsRefused() {
        assertThat(errors(processing("A", "", ""), processing("B", ", \"Environment\": {\"X\": {\"Get\": \"Steps.A.ProcessingJobNme\"}}", "")))
                .extracting(Problem::message).containsExactly("Steps.A.ProcessingJobNme never exists: there is no ProcessingJobNme; did you mean 'ProcessingJobName'?");
    }

    @Test
    void textThatIsNoJsonHasALine() {
        assertThat(CheckedPipeline.of("{\n  \"Steps\": [,]}").errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("INVALID_JSON");
            assertThat(error.line()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @CsvSource({"30d,P30D,PT0S", "5y,P5Y,PT0S", "T16m,P0D,PT16M", "30dT5h,P30D,PT5H", "p30d,P30D,PT0S", "P4DT12H,P4D,PT12H", "T12H,P0D,PT12H", "PT1H,P0D,PT1H",
            "P30M,P30M,PT0S", "2w,P14D,PT0S"})
    void durationsAreLoose(String text, String calendar, String clock) {
        assertThat(ExpireAfter.parse(text)).hasValueSatisfying(parsed -> {
            assertThat(parsed.calendar()).hasToString(calendar);
            assertThat(parsed.clock()).hasToString(clock);
        });
    }

    @ParameterizedTest
    @CsvSource({"30 days", "P", "PT", "d", "1h", "P1DT", "-1d", "''"})
    void whatIsNoDurationIsNone(String text) {
        assertThat(ExpireAfter.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Integer,3,3", "Integer,-7,-7", "Float,0.9,0.9", "Float,6,6.0", "Boolean,True,true", "Boolean,FALSE,false", "String,3,\"3\""})
    void wireTextsBecomeValues(Parameter.Type type, String text, String json) {
        assertThat(new Parameter("P", type, java.util.Optional.empty(), List.of()).coerce(text)).hasValueSatisfying(value -> assertThat(value).hasToString(json));
    }
}
