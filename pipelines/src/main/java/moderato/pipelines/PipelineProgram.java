package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Event;
import moderato.kernel.Outcome;
import moderato.kernel.Program;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import moderato.kernel.Transition;

/** The interpreter of one pipeline definition. */
public final class PipelineProgram implements Program<PipelineRun> {

    private final Plan plan;

    PipelineProgram(Plan plan) {
        this.plan = plan;
    }

    /** The pipeline's DAG. */
    public PipelineGraph graph() {
        return plan.graph();
    }

    /**
     * What is wrong with the input of a run, before it is started.
     *
     * @param input in the shape of StartPipelineExecution
     */
    public List<String> problems(JsonNode input) {
        return StartOptions.of(plan, input).problems();
    }

    /** The answer of ListPipelineParametersForExecution: every parameter with the value it has in a run. */
    public ObjectNode listParameters(JsonNode input) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("PipelineParameters");
        StartOptions.of(plan, input).parameters().forEach((name, value) -> list.addObject().put("Name", name).put("Value", Values.text(value)));
        return answer;
    }

    /** What a run will need and not make itself, as far as that is known before it starts. */
    public List<Need> needs(JsonNode input, RunIdentity run) {
        return Needs.of(plan, input, run);
    }

    @Override
    public PipelineRun initial() {
        return PipelineRun.initial();
    }

    @Override
    public Transition<PipelineRun> on(PipelineRun state, Event event, Recorder recorder) {
        boolean expected = switch (event) {
            case Event.Started _ -> state.phase() == PipelineRun.Phase.NEW;
            case Event.Redriven _ -> state.phase().over();
            default -> state.phase() != PipelineRun.Phase.NEW && !state.phase().over();
        };
        if (!expected) {
            return new Transition<>(state, List.of());
        }
        Execution execution = new Execution(plan, state, event, recorder);
        boolean moved = switch (event) {
            case Event.Started _ -> {
                execution.start();
                yield true;
            }
            case Event.TaskEnded ended -> execution.ended(ended.path(), ended.outcome());
            case Event.TokenAnswered answered -> execution.ended(answered.path(), answered.outcome());
            case Event.HeartbeatMissed missed -> execution.ended(missed.path(), new Outcome.TimedOut(Optional.of("Timeout"), Optional.of("The work fell silent.")));
            case Event.TimerFired fired -> execution.woken(fired.path());
            case Event.StopAsked _ -> execution.stop();
            case Event.Redriven _ -> execution.redrive();
            case Event.Proceeded _ -> true;
            case Event.TaskSubmitted _, Event.ChildEnded _ -> false;
        };
        return moved ? execution.rest() : new Transition<>(state, List.of());
    }

    @Override
    public JsonNode toJson(PipelineRun state) {
        return RunJson.write(state);
    }

    @Override
    public PipelineRun fromJson(JsonNode json) {
        return RunJson.read(json);
    }
}
