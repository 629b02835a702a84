package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The start of a run: checks what is asked for, and makes the run's first event happen. */
final class RunStart {

    private final EngineCore core;

    RunStart(EngineCore core) {
        this.core = core;
    }

    /**
     * Starts a run.
     *
     * @return whether the program took its first event, once that is kept for good; false also when another run of this id came first
     */
    CompletableFuture<Boolean> start(StartRequest request, Optional<StoredRun.Parent> parent, boolean durable) {
        Language language = core.programs().language(request.definition().language());
        Program<?> program = core.programs().compile(request.definition());
        JsonNode input = input(request);
        Settings settings = Settings.of(request.settings());
        StoredRun stored = new StoredRun(core.nextKey(), request.run(), language.name(), language.semantics(), request.definition().hash(),
                settings.hash(), parent, RunStatus.RUNNING, core.now(), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());
        ActiveRun run = new ActiveRun(core, stored, new Replay<>(program), new PendingWork(), settings.json(), durable, stored.started());
        run.bringTexts(Map.of(request.definition().hash(), request.definition().text(), settings.hash(), settings.text()));
        if (core.runs().putIfAbsent(request.run().id(), run) != null) {
            return CompletableFuture.completedFuture(false);
        }
        return run.ask((at, seed) -> new Event.Started(at, seed, request.run(), input));
    }

    private static JsonNode input(StartRequest request) {
        JsonNode input;
        try {
            input = CanonicalJson.of(request.input());
        } catch (IllegalArgumentException e) {
            throw new EngineException(EngineException.Kind.TOO_LARGE, "the input cannot be used: " + e.getMessage(), e);
        }
        if (CanonicalJson.bytes(input) > Limits.PAYLOAD_BYTES) {
            throw new EngineException(EngineException.Kind.TOO_LARGE, "the input is larger than " + Limits.PAYLOAD_BYTES
                    + " bytes; put it into the object store and pass its address");
        }
        return input;
    }
}
