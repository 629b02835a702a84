package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.Event;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Recorder;
import moderato.kernel.SimulatedRun;
import moderato.kernel.Transition;

import static org.assertj.core.api.Assertions.assertThat;

/** Folds a run's events again, straight and through JSON between any two of them: commands, states and history must be the same. */
final class Replay {

    private Replay() {
    }

    static void check(PipelineProgram program, SimulatedRun run) {
        PipelineRun straight = program.initial();
        PipelineRun thawed = program.initial();
        List<HistoryEvent> history = new ArrayList<>();
        for (Event event : run.events()) {
            thawed = program.fromJson(throughText(program.toJson(thawed)));
            Transition<PipelineRun> one = program.on(straight, event, history::add);
            Transition<PipelineRun> other = program.on(thawed, event, Recorder.NONE);
            assertThat(other.commands()).as("%s", event).isEqualTo(one.commands());
            assertThat(one.state()).as("%s", event).isNotSameAs(straight);
            straight = one.state();
            thawed = other.state();
            assertThat(throughText(program.toJson(thawed))).as("%s", event).isEqualTo(throughText(program.toJson(straight)));
            if (event instanceof Event.AtPath) {
                assertThat(program.on(straight, event, Recorder.NONE).state()).as("again: %s", event).isSameAs(straight);
            }
        }
        assertThat(history).isEqualTo(run.history());
    }

    private static JsonNode throughText(JsonNode json) {
        return SharedDefinitions.json(json.toString());
    }
}
