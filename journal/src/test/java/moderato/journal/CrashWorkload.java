package moderato.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moderato.kernel.EmbeddedEngine;
import moderato.kernel.EngineException;
import moderato.kernel.EngineOptions;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Outcome;
import moderato.kernel.RunFilter;
import moderato.kernel.RunStatus;
import moderato.kernel.RunSummary;
import moderato.kernel.StartRequest;
import moderato.kernel.TaskFailedException;
import moderato.kernel.TaskHandlers;
import moderato.kernel.ToyLanguage;
import moderato.pipelines.PipelineLanguage;
import moderato.states.StatesLanguage;

/**
 * Runs of every kind in one folder, which a process may die of and another go on with.
 *
 * <p>What handlers do is written into the file {@code effects}, and tokens into {@code tokens}, which is also where whoever goes on finds
 * those that the dead one was given.
 */
public final class CrashWorkload {

    private static final Map<String, String> RUNS = new TreeMap<>(Map.of(
            "chain", "[{'do':'task'},{'do':'task'},{'do':'task'},{'do':'task'}]",
            "long", "[{'do':'task'},{'do':'spin','n':70},{'do':'task'}]",
            "fan", "[{'do':'fan','n':12},{'do':'task'}]",
            "timer", "[{'do':'wait','ms':20},{'do':'task'},{'do':'wait','ms':20}]",
            "token", "[{'do':'token','resource':'token'},{'do':'task'},{'do':'token','resource':'token'}]",
            "child", "[{'do':'child','n':3,'steps':[{'do':'task'},{'do':'wait','ms':10},{'do':'task'}]},{'do':'task'}]",
            "express", "[{'do':'child','n':2,'express':true,'steps':[{'do':'task'},{'do':'task'}]},{'do':'task'}]"));

    private static final JsonNode ANSWER = JsonNodeFactory.instance.objectNode().set("OutputParameters", JsonNodeFactory.instance.objectNode());

    /**
     * What became of the runs.
     *
     * @param histories for every run its outcome and the kinds of its events, sorted, because tasks at the same time end in any order
     * @param effects which tasks were worked on, each once however often
     */
    record Result(Map<String, String> histories, List<String> effects) {
    }

    private final Path folder;
    private final CrashPoints points;

    CrashWorkload(Path folder, CrashPoints points) {
        this.folder = folder;
        this.points = points;
    }

    /** Does everything in a process of its own: {@code FOLDER FATAL}. */
    public static void main(String... arguments) throws Exception {
        new CrashWorkload(Path.of(arguments[0]), new CrashPoints(arguments[1])).run();
    }

    Result run() throws InterruptedException, IOException {
        try (EmbeddedEngine engine = EmbeddedEngine.open(new CrashingJournal(folder.resolve("journal.db"), points),
                EngineOptions.of(List.of(new ToyLanguage(), new StatesLanguage(), new PipelineLanguage()), handlers()))) {
            Map<String, StartRequest> requests = new TreeMap<>(CrashDefinitions.requests());
            requests.putAll(CrashPipelines.requests());
            RUNS.forEach((name, steps) -> requests.put(name, ToyLanguage.request(name, steps, IntNode.valueOf(7))));
            for (StartRequest request : requests.values()) {
                startUnlessDone(engine, request);
            }
            for (StartRequest request : requests.values()) {
                while (engine.await(request.run().id(), Duration.ofMillis(10)).isEmpty()) {
                    answerTokens(engine);
                }
            }
            return result(engine);
        }
    }

    private static void startUnlessDone(EmbeddedEngine engine, StartRequest request) {
        try {
            engine.start(request);
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.RUN_EXISTS) {
                throw e;
            }
        }
    }

    private TaskHandlers handlers() {
        return resource -> Optional.of((payload, context) -> {
            points.reached("handler.start");
            append("effects", context.idempotencyKey());
            context.token().ifPresent(token -> append("tokens", token));
            points.reached("handler.end");
            if (resource.endsWith(":flaky") && payload.path("attempt").asInt() == 0) {
                throw new TaskFailedException("Flaky", "the first attempt fails");
            }
            boolean pipeline = context.run().definitionId().startsWith("arn:aws:sagemaker:");
            return pipeline ? CrashPipelines.answer(resource, context.path(), payload) : payload;
        });
    }

    private synchronized void append(String name, String line) {
        try {
            Files.writeString(folder.resolve(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answerTokens(EmbeddedEngine engine) throws IOException {
        if (!Files.exists(folder.resolve("tokens"))) {
            return;
        }
        for (String token : Files.readAllLines(folder.resolve("tokens"))) {
            try {
                engine.answer(token, new Outcome.Succeeded(ANSWER));
                points.reached("token.answered");
            } catch (EngineException e) {
                if (e.kind() != EngineException.Kind.TOKEN_NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    private Result result(EmbeddedEngine engine) throws IOException, InterruptedException {
        Map<String, String> histories = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (RunSummary run : engine.list(RunFilter.newest(100)).runs()) {
            // A child may still be on its way to its end when its parent has heard of it; all others have ended.
            Outcome outcome = engine.await(run.run().id());
            List<String> kinds = engine.history(run.run().id()).stream().map(HistoryEvent::type)
                    .filter(type -> !type.endsWith("Submitted")).sorted().toList();
            histories.put(run.run().id(), outcome + " " + kinds);
        }
        if (!engine.list(RunFilter.newest(1).withStatus(RunStatus.RUNNING)).runs().isEmpty()) {
            lines.add("a run is left open");
        }
        lines.addAll(Files.readAllLines(folder.resolve("effects")).stream().distinct().sorted().toList());
        return new Result(histories, lines);
    }
}
