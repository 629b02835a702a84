package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What became of a step so far.
 *
 * @param entry how often work on it was begun, retries and redrives included; part of every path
 * @param retries how many retries its policies have given it since it began
 * @param order its place among the begun steps, from 1; 0 before
 * @param properties what later steps may refer to
 * @param failure why it failed; empty otherwise
 * @param source the execution that its result was taken from; empty when it did its own work
 * @param origin what {@code source} is
 * @param job the name of what it makes; empty when it makes nothing
 * @param reads the values of its JsonGets, by number
 * @param digests what the answer about the digests of its inputs was
 * @param items the items of a loop
 * @param firstChild the number of a loop's first child
 * @param removed outputs of a result from the cache that were taken away on purpose
 * @param wantedBy the step that needs them after all, so that this one is done again; empty otherwise
 */
record StepState(StepPhase phase, int entry, int retries, int order, Instant began, Instant ended, JsonNode properties, String failure,
        String source, Origin origin, String job, JsonNode reads, JsonNode digests, List<JsonNode> items, int firstChild, List<String> removed, String wantedBy) {

    /** Where a result came from. */
    enum Origin {
        OWN, CACHE, REFERENCE
    }

    static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    /** A step that nothing has happened to. */
    static final StepState WAITING = new StepState(StepPhase.WAITING, 0, 0, 0, Instant.EPOCH, Instant.EPOCH, NOTHING, "", "", Origin.OWN, "",
            NOTHING, NOTHING, List.of(), 0, List.of(), "");

    StepState {
        items = List.copyOf(items);
        removed = List.copyOf(removed);
    }

    StepState in(StepPhase next) {
        return change(draft -> draft.phase(next));
    }

    StepState change(UnaryOperator<Draft> changes) {
        return changes.apply(new Draft(this)).state();
    }

    /** A step's state being changed, part by part. */
    static final class Draft {
        private StepPhase phase;
        private int entry;
        private int retries;
        private int order;
        private Instant began;
        private Instant ended;
        private JsonNode properties;
        private String failure;
        private String source;
        private Origin origin;
        private String job;
        private JsonNode reads;
        private JsonNode digests;
        private List<JsonNode> items;
        private int firstChild;
        private List<String> removed;
        private String wantedBy;

        private Draft(StepState from) {
            phase = from.phase;
            entry = from.entry;
            retries = from.retries;
            order = from.order;
            began = from.began;
            ended = from.ended;
            properties = from.properties;
            failure = from.failure;
            source = from.source;
            origin = from.origin;
            job = from.job;
            reads = from.reads;
            digests = from.digests;
            items = from.items;
            firstChild = from.firstChild;
            removed = from.removed;
            wantedBy = from.wantedBy;
        }

        Draft phase(StepPhase next) {
            phase = next;
            return this;
        }

        Draft entry(int number) {
            entry = number;
            return this;
        }

        Draft retries(int number) {
            retries = number;
            return this;
        }

        Draft order(int number) {
            order = number;
            return this;
        }

        Draft began(Instant at) {
            began = at;
            return this;
        }

        Draft ended(Instant at) {
            ended = at;
            return this;
        }

        Draft properties(JsonNode json) {
            properties = json;
            return this;
        }

        Draft failure(String reason) {
            failure = reason;
            return this;
        }

        Draft from(Origin where, String execution) {
            origin = where;
            source = execution;
            return this;
        }

        Draft job(String name) {
            job = name;
            return this;
        }

        Draft reads(JsonNode values) {
            reads = values;
            return this;
        }

        Draft digests(JsonNode answer) {
            digests = answer;
            return this;
        }

        Draft loop(List<JsonNode> over, int first) {
            items = over;
            firstChild = first;
            return this;
        }

        Draft removed(List<String> outputs) {
            removed = outputs;
            return this;
        }

        Draft wantedBy(String step) {
            wantedBy = step;
            return this;
        }

        private StepState state() {
            return new StepState(phase, entry, retries, order, began, ended, properties, failure, source, origin, job, reads, digests, items,
                    firstChild, removed, wantedBy);
        }
    }
}
