package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import moderato.kernel.Engine;
import moderato.kernel.HistoryEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What stands on the terminal below the lines of a run. */
class RunViewTest {

    private static final String BRANCHES = """
            {"StartAt": "Both", "States": {
              "Both": {"Type": "Parallel", "Next": "Last", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Last"}], "Branches": [
                {"StartAt": "Short", "States": {"Short": {"Type": "Wait", "Seconds": 1, "Next": "Breaks"}, "Breaks": {"Type": "Fail"}}},
                {"StartAt": "Long", "States": {"Long": {"Type": "Wait", "Seconds": 600, "End": true}}}]},
              "Last": {"Type": "Pass", "End": true}}}""";

    @TempDir
    private Path folder;

    @Test
    void aLineForEachBranchSaysWhichStateItIsIn() throws IOException {
        Program program = new Program(folder.resolve("home"));
        Program.Said said = program.say("run", Files.writeString(folder.resolve("branches.asl.json"), BRANCHES).toString(), "--name", "branches");
        assertThat(said.code()).as(said.err()).isZero();

        List<List<String>> seen = new ArrayList<>();
        try (Engine engine = Engines.read(new Home(program.home()))) {
            List<HistoryEvent> history = engine.history(RunReference.find(engine, "branches").summary().run().id());
            AtWork atWork = new AtWork();
            HistoryPlaces places = new HistoryPlaces();
            for (int place = 0; place < history.size(); place++) {
                HistoryEvent event = history.get(place);
                JsonNode json = event.toJson();
                atWork.happened(event, json, places.happened(place + 1, event.type(), json));
                seen.add(atWork.lines(Instant.EPOCH));
            }
        }
        assertThat(seen).contains(List.of("Both  0 s"), List.of("Both › Short  0 s", "Both › Long  0 s"), List.of("Last  0 s"));
        assertThat(seen.getLast()).isEmpty();
    }

    @Test
    void standingLinesMakeRoomForOthers() {
        StringWriter terminal = new StringWriter();
        try (StandingLines standing = new StandingLines(new PrintWriter(terminal))) {
            standing.show(List.of("one", "two"));
            standing.print("said");
        }
        String n = System.lineSeparator();
        assertThat(terminal.toString()).isEqualTo("▶ one" + n + "▶ two" + n + "\u001b[2A\u001b[Jsaid" + n + "▶ one" + n + "▶ two" + n + "\u001b[2A\u001b[J");
    }
}
