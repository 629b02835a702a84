package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Command;
import moderato.kernel.Outcome;

/** What a step has to do with the cache: the digests of what it reads, the search for an earlier success, and keeping its own. */
final class CacheWork {

    static final String DIGEST = "digest";
    static final String FIND = "find";
    static final String KEEP = "keep";

    private final Execution execution;

    CacheWork(Execution execution) {
        this.execution = execution;
    }

    /** Whether a step may be taken from the cache, and is kept there. */
    boolean serves(Node node) {
        return node.step().cacheFor().isPresent() && node.step().type().cacheable() && execution.options().cache() != StartOptions.CacheMode.OFF;
    }

    /** Asks for a step's digests, or for an earlier success; false when the step has to do its work. */
    boolean asked(Node node, Request request) {
        if (!serves(node)) {
            return false;
        }
        StepState state = execution.state(node.number());
        if (execution.options().cache() == StartOptions.CacheMode.CONTENT && state.digests().isEmpty()) {
            ask(node, StepPhase.DIGESTING, DIGEST, "objects:digest", CacheKey.service(request).undigested());
            return true;
        }
        if (!state.wantedBy().isEmpty()) {
            execution.history().missed(node, entry(node, request).path("Attributes"), JsonNodeFactory.instance.objectNode().put("WantedBy", state.wantedBy()));
            return false;
        }
        Instant notBefore = node.step().cacheFor().map(expiry -> expiry.notBefore(execution.now())).orElse(Instant.EPOCH);
        ask(node, StepPhase.FINDING, FIND, "cache:find", entry(node, request).put("NotBefore", notBefore.toString()));
        return true;
    }

    /** Takes a step's digests. */
    void digested(Node node, Outcome outcome) {
        ObjectNode digests = JsonNodeFactory.instance.objectNode();
        digests.set("Answer", answer(outcome));
        execution.put(node.number(), execution.state(node.number()).change(draft -> draft.digests(digests)));
    }

    /** The properties of the earlier success that the cache found, from which the step's come now; empty when it found none. */
    Optional<JsonNode> hit(Node node, Outcome outcome) {
        JsonNode hit = answer(outcome).path("Hit");
        if (!hit.isObject()) {
            return Optional.empty();
        }
        List<String> removed = new ArrayList<>();
        hit.path("Removed").forEach(output -> removed.add(output.asText()));
        execution.put(node.number(), execution.state(node.number())
                .change(draft -> draft.from(StepState.Origin.CACHE, hit.path("PipelineExecutionArn").asText()).removed(removed)));
        return Optional.of(hit.path("Properties"));
    }

    /** Tells the history why the cache had nothing. */
    void missed(Node node, Request request, Outcome outcome) {
        execution.history().missed(node, entry(node, request).path("Attributes"), answer(outcome));
    }

    /** Has the cache keep a step's success; the step is over when it is kept. */
    void keep(Node node, Request request, JsonNode properties) {
        execution.put(node.number(), execution.state(node.number()).change(draft -> draft.properties(properties)));
        ObjectNode entry = entry(node, request).put("PipelineExecutionArn", execution.run().id()).put("EndTime", execution.now().toString());
        entry.set("Properties", properties);
        ask(node, StepPhase.KEEPING, KEEP, "cache:keep", entry);
    }

    /* What the cache knows a step by. */
    private ObjectNode entry(Node node, Request request) {
        CacheKey service = CacheKey.service(request);
        JsonNode digests = execution.state(node.number()).digests();
        CacheKey key = digests.has("Answer") ? service.content(digests.get("Answer")) : service;
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("PipelineName", execution.run().definitionName()).put("StepName", node.name())
                .put("StepType", node.step().type().name()).put("Mode", execution.options().cache().wire()).put("Key", key.hash(node.step()));
        entry.set("Attributes", key.attributes());
        return entry;
    }

    private static JsonNode answer(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded(JsonNode answer) ? answer : StepState.NOTHING;
    }

    private void ask(Node node, StepPhase phase, String what, String resource, ObjectNode payload) {
        execution.put(node.number(), execution.state(node.number()).in(phase));
        execution.command(new Command.StartTask(StepPath.of(node, execution.state(node.number()), what), resource, payload, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
