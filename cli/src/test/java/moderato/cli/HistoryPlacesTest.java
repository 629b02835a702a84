package moderato.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import moderato.kernel.Definition;
import moderato.kernel.HistoryEvent;
import moderato.kernel.InMemoryEngine;
import moderato.kernel.Outcome;
import moderato.kernel.RunIdentity;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskScript.Answer;
import moderato.states.StatesLanguage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryPlacesTest {

    private static List<HistoryEvent> history(String states) {
        InMemoryEngine engine = new InMemoryEngine(List.of(new StatesLanguage()), (run, task, now) -> Answer.of(Outcome.Failed.of("E", "C")), Instant.EPOCH, 1);
        Definition definition = Definition.of(StatesLanguage.NAME, "{\"StartAt\": \"S\", \"States\": {" + states.replace('\'', '"') + "}}");
        return engine.run(StartRequest.of(definition, new RunIdentity("arn:aws:states:us-east-1:1:execution:m:e", "e", "m", "arn:aws:states:us-east-1:1:stateMachine:m", "role"),
                JsonNodeFactory.instance.arrayNode().add(1))).history();
    }

    private static List<String> places(String states) {
        List<HistoryEvent> history = history(states);
        List<String> places = HistoryPlaces.names(history);
        return IntStream.range(0, history.size()).mapToObj(i -> history.get(i).type() + " " + places.get(i)).toList();
    }

    @Test
    void whatAContainerTellsBelongsToIt() {
        assertThat(places("""
                'S': {'Type': 'Map', 'End': true, 'ItemProcessor': {'StartAt': 'P', 'States': {
                  'P': {'Type': 'Parallel', 'Next': 'Q', 'Branches': [{'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'End': true}}}]},
                  'Q': {'Type': 'Parallel', 'End': true, 'Branches': [{'StartAt': 'B', 'States': {'B': {'Type': 'Pass', 'End': true}}}]}}}}""")).contains(
                "MapStateStarted S", "MapIterationStarted S", "ParallelStateSucceeded P", "ParallelStateStarted Q", "ParallelStateSucceeded Q", "MapIterationSucceeded S", "MapStateSucceeded S")
                .endsWith("ExecutionSucceeded S");
    }

    @Test
    void aRunEndsInTheStateThatFailed() {
        assertThat(places("""
                'S': {'Type': 'Parallel', 'End': true, 'Branches': [{'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'Next': 'T'},
                  'T': {'Type': 'Task', 'Resource': 'arn:aws:lambda:us-east-1:1:function:f', 'End': true}}}]}""")).contains("LambdaFunctionFailed T", "ParallelStateFailed S")
                .endsWith("ExecutionFailed T");
    }

    @Test
    void whatIsTriedAnewBelongsToItself() {
        assertThat(places("""
                'S': {'Type': 'Map', 'End': true, 'Retry': [{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 1}], 'ItemProcessor': {'StartAt': 'F', 'States': {'F': {'Type': 'Fail', 'Error': 'E'}}}}"""))
                .filteredOn(place -> place.startsWith("Map")).hasSize(8).allMatch(place -> place.endsWith(" S"));
    }

    @Test
    void anExpressionFailsInItsOwnState() {
        assertThat(places("""
                'S': {'Type': 'Pass', 'Next': 'X'}, 'X': {'Type': 'Pass', 'QueryLanguage': 'JSONata', 'Output': '{% $nothing() %}', 'End': true}"""))
                .endsWith("EvaluationFailed X", "ExecutionFailed X");
    }

    @Test
    void whatFailedInsideIsCaughtAround() {
        List<StateVisits.Visit> visits = StateVisits.of(history("""
                'S': {'Type': 'Parallel', 'Next': 'L', 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'L'}], 'Branches': [
                  {'StartAt': 'F', 'States': {'F': {'Type': 'Fail', 'Error': 'E'}}}, {'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 9, 'End': true}}}]},
                'L': {'Type': 'Pass', 'End': true}""")).visits();
        assertThat(visits).extracting(visit -> visit.state() + " " + visit.status()).containsExactly("S CAUGHT", "F FAILED", "L SUCCEEDED");
    }
}
