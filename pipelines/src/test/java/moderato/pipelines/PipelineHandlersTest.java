package moderato.pipelines;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moderato.kernel.Definition;
import moderato.kernel.InMemoryEngine;
import moderato.kernel.RunIdentity;
import moderato.kernel.SimulatedRun;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The handlers that belong to pipelines, with a real folder and the histories of real runs. */
class PipelineHandlersTest {

    private static final String DEFINITION = """
            {"Parameters": [{"Name": "N", "Type": "Integer", "DefaultValue": 2}], "Steps": [
              {"Name": "A", "Type": "Lambda", "FunctionArn": "arn:f", "Arguments": {"n": {"Get": "Parameters.N"}},
               "OutputParameters": [{"OutputName": "score", "OutputType": "Float"}], "CacheConfig": {"Enabled": true, "ExpireAfter": "%s"}},
              {"Name": "B", "Type": "Lambda", "FunctionArn": "arn:f", "Arguments": {"score": {"Get": "Steps.A.OutputParameters['score']"}}}]}""";

    @TempDir
    private Path home = Path.of("");

    private final StandIns work = new StandIns();
    private long seed = 1;

    private InMemoryEngine engine() {
        InMemoryEngine[] engine = {null};
        PipelineHandlers handlers = new PipelineHandlers(resource -> resource.startsWith("lambda") ? work.find(resource) : java.util.Optional.empty(),
                new StepCache(home.resolve("cache")), uri -> new byte[0],
                arn -> engine[0].runs().stream().filter(run -> run.run().id().equals(arn)).findFirst().orElseThrow().history());
        engine[0] = new InMemoryEngine(List.of(new PipelineLanguage()), TaskScript.calling(handlers), Bench.START, seed);
        return engine[0];
    }

    private SimulatedRun run(InMemoryEngine engine, String expiry, com.fasterxml.jackson.databind.JsonNode input) {
        RunIdentity identity = Ids.execution("Test", "us-west-2", "111122223333", "", seed++);
        return engine.run(StartRequest.of(Definition.of(PipelineLanguage.NAME, DEFINITION.formatted(expiry)), identity, input));
    }

    @Test
    void aSuccessOutlivesTheEngineUntilItExpires() {
        SimulatedRun first = run(engine(), "PT1H", Bench.input(Map.of()));
        SimulatedRun second = run(engine(), "PT1H", Bench.input(Map.of()));
        assertThat(Bench.step(second, "A").at("/CacheHitResult/SourcePipelineExecutionArn").asText()).isEqualTo(first.run().id());
        InMemoryEngine later = engine();
        later.advanceTo(Bench.START.plusSeconds(3601));
        SimulatedRun third = run(later, "PT1H", Bench.input(Map.of()));
        assertThat(Bench.step(third, "A").has("CacheHitResult")).isFalse();
        assertThat(Bench.miss(third, "A").path("Expired").asText()).isEqualTo(Bench.START.toString());
        assertThat(work.stepsAsked("lambda:invoke")).containsExactly("A", "B", "B", "A", "B");
    }

    @Test
    void anotherValueMissesAndTheFormerSuccessStays() {
        run(engine(), "P30D", Bench.input(Map.of()));
        SimulatedRun other = run(engine(), "P30D", Bench.input(Map.of("N", "3")));
        assertThat(Bench.miss(other, "A").path("Differences")).hasToString("[{\"Attribute\":\"/Arguments/n\",\"Before\":2,\"Now\":3}]");
        assertThat(Bench.step(run(engine(), "P30D", Bench.input(Map.of())), "A").has("CacheHitResult")).isTrue();
    }

    @Test
    void aSelectionTakesWhatItNeedsFromAnotherRun() {
        InMemoryEngine engine = engine();
        SimulatedRun first = run(engine, "P30D", Bench.input(Map.of()));
        var input = Bench.input(Map.of());
        input.putObject("SelectiveExecutionConfig").put("SourcePipelineExecutionArn", first.run().id()).putArray("SelectedSteps").addObject().put("StepName", "B");
        SimulatedRun second = run(engine, "P30D", input);
        assertThat(Bench.steps(second)).isEqualTo("A:Succeeded B:Succeeded");
        assertThat(work.asked.getLast().payload().path("Payload")).hasToString("{\"score\":0.75}");
        assertThat(work.stepsAsked("lambda:invoke")).containsExactly("A", "B", "B");
    }
}
