package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import moderato.kernel.Definition;
import moderato.kernel.InMemoryEngine;
import moderato.kernel.Outcome;
import moderato.kernel.ReplayContract;
import moderato.kernel.RunIdentity;
import moderato.kernel.SimulatedRun;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskScript;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Workflows of real use: each is read and run until it ends or misses data that only its own surroundings have. */
@Tag("shared")
class RealDefinitionsTest {

    private static final long MOST_EVENTS = 20_000;

    /** Has its QueryLanguage among its states, which the service refuses. */
    private static final String INVALID = "shared-fallback-state-jsonata__statemachine.asl.json";

    @Test
    void allAreReadAndRun() throws IOException {
        List<String> ended = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("../shared/asl/definitions/real"))) {
            files = all.filter(file -> file.toString().endsWith(".asl.json")).sorted().toList();
        }
        assertThat(files).hasSize(60);
        for (Path file : files) {
            if (file.endsWith(INVALID)) {
                continue;
            }
            run(file).outcome().ifPresent(outcome -> ended.add(file.getFileName() + " " + outcome.getClass().getSimpleName()));
        }
        assertThat(ended).hasSize(59);
    }

    private static SimulatedRun run(Path file) throws IOException {
        StatesLanguage language = new StatesLanguage();
        TaskScript tasks = (run, task, now) -> TaskScript.Answer.of(answer(task.resource(), task.payload()));
        InMemoryEngine engine = new InMemoryEngine(List.of(language), tasks, Instant.parse("2026-01-01T00:00:00Z"), 1, MOST_EVENTS, true);
        Definition definition = Definition.of(StatesLanguage.NAME, Files.readString(file));
        RunIdentity identity = new RunIdentity("arn:aws:states:us-east-1:1:execution:m:r", "r", "m", "arn:aws:states:us-east-1:1:stateMachine:m",
                "role");
        SimulatedRun run = engine.run(StartRequest.of(definition, identity, JsonNodeFactory.instance.objectNode()));
        ReplayContract.check(language.compile(definition), run);
        return run;
    }

    private static Outcome answer(String resource, JsonNode payload) {
        if (resource.endsWith("s3:getObject")) {
            return new Outcome.Succeeded(JsonNodeFactory.instance.objectNode().put("Body", "[1, 2]"));
        }
        return new Outcome.Succeeded(payload);
    }
}
