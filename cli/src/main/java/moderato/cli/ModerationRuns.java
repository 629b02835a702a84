package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import moderato.kernel.Definition;
import moderato.kernel.Engine;
import moderato.kernel.EngineException;
import moderato.kernel.RunDetails;
import moderato.kernel.RunFilter;
import moderato.kernel.RunIdentity;
import moderato.kernel.RunPage;
import moderato.kernel.RunStatus;
import moderato.kernel.RunSummary;
import moderato.kernel.StartRequest;
import moderato.moderation.OpenModels;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Starts moderations as runs of the shipped pipeline.
 *
 * <p>The name of a run begins with a digest of what it is asked, so that the same moderation, if it is still open, is found and not started
 * twice: one that waits for a person, or that a killed process left.
 */
record ModerationRuns(Engine engine) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Definition DEFINITION = Definition.of(DefinitionFile.PIPELINES, OpenModels.definition());
    private static final int PAGE = 200;
    private static final int DIGEST_PART = 7;

    /** Where a run's settings hold what is to be done with its result. */
    static final String SETTINGS = "moderation";

    /** The run of a moderation with a name of the caller's, whether it is open, over, or begins now. */
    RunIdentity named(String name, Map<String, String> parameters, ObjectNode settings) throws InterruptedException {
        RunIdentity run = RunNames.pipelineExecution(OpenModels.NAME, Optional.of(name));
        if (engine.describe(run.id()).isEmpty()) {
            start(new StartRequest(DEFINITION, run, input(parameters), settings));
        }
        return run;
    }

    /** The run of a moderation: the one that is open, or a new one. */
    RunIdentity start(Map<String, String> parameters, ObjectNode settings) throws InterruptedException {
        ObjectNode input = input(parameters);
        String part = DigestUtils.sha256Hex(input + "\n" + settings + "\n" + DEFINITION.hash()).substring(0, DIGEST_PART);
        Optional<RunSummary> open = first(part, input, settings);
        if (open.isPresent()) {
            return open.get().run();
        }
        RunIdentity fresh = RunNames.pipelineExecution(OpenModels.NAME, Optional.of(part + RunNames.random(RunNames.PIPELINE_ID_LENGTH - DIGEST_PART)));
        start(new StartRequest(DEFINITION, fresh, input, settings));
        // Another process may have begun the same at the same moment: one case is enough for a person.
        Optional<RunIdentity> first = first(part, input, settings).map(RunSummary::run).filter(run -> !run.equals(fresh));
        if (first.isEmpty()) {
            return fresh;
        }
        try {
            engine.stop(fresh.id(), Optional.of("BegunTwice"), Optional.of("The same moderation had begun as run " + first.get().name() + "."));
        } catch (EngineException overAlready) {
            return fresh;
        }
        return first.get();
    }

    /* Of the open runs of a moderation the one that began first. */
    private Optional<RunSummary> first(String part, ObjectNode input, ObjectNode settings) {
        return open(engine).filter(run -> run.run().name().startsWith(part)).flatMap(run -> engine.describe(run.run().id()).stream())
                .filter(run -> run.input().equals(input) && run.settings().equals(settings)).map(RunDetails::summary)
                .min(Comparator.comparing(RunSummary::started).thenComparing(run -> run.run().name()));
    }

    private static ObjectNode input(Map<String, String> parameters) {
        ObjectNode input = JSON.createObjectNode();
        parameters.forEach((name, value) -> input.withArray("PipelineParameters").addObject().put("Name", name).put("Value", value));
        return input.put("Cache", "content");
    }

    /* Whether a start that was interrupted is in the journal is not known: if it is, the run is stopped, so that nobody goes on with it. */
    private void start(StartRequest request) throws InterruptedException {
        try {
            engine.start(request);
        } catch (EngineException e) {
            if (!(e.getCause() instanceof InterruptedException interrupted)) {
                throw e;
            }
            Thread.interrupted();
            try {
                engine.stop(request.run().id(), Optional.of("Interrupted"), Optional.of("The user interrupted the moderation."));
            } catch (EngineException neverBegun) {
                interrupted.addSuppressed(neverBegun);
            }
            throw interrupted;
        }
    }

    /** The moderations that are open, newest first. */
    static Stream<RunSummary> open(Engine engine) {
        return list(engine, all().withStatus(RunStatus.RUNNING));
    }

    /** All moderations, newest first. */
    static Stream<RunSummary> all(Engine engine) {
        return list(engine, all());
    }

    private static RunFilter all() {
        return RunFilter.newest(PAGE).ofDefinition(RunNames.pipelineExecution(OpenModels.NAME, Optional.empty()).definitionId());
    }

    private static Stream<RunSummary> list(Engine engine, RunFilter filter) {
        return Stream.iterate(Optional.of(engine.list(filter)), Optional::isPresent, page -> next(engine, filter, page.orElseThrow()))
                .flatMap(page -> page.orElseThrow().runs().stream());
    }

    private static Optional<RunPage> next(Engine engine, RunFilter filter, RunPage page) {
        return page.next().map(mark -> engine.list(filter.after(mark)));
    }
}
