package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import moderato.kernel.Definition;

/**
 * How the iterations of a Map are runs of their own.
 *
 * @param child what each of them runs
 * @param express whether they are Express executions
 * @param label what their names begin with, where the definition gives one
 * @param toleratedCount how many items may fail
 * @param toleratedPercentage what share of the items may fail
 * @param reader where the items are read
 * @param batcher how many items a child is given
 * @param writer where the results are written
 */
record Distribution(Definition child, boolean express, Optional<String> label, Optional<ValueField> toleratedCount,
        Optional<ValueField> toleratedPercentage, Optional<ItemReader> reader, Optional<ItemBatcher> batcher,
        Optional<ResultWriter> writer) {

    /* AWS's quota for an Express execution. */
    private static final long MOST_EXPRESS_SECONDS = 300;

    static Distribution read(StateReader reader, JsonNode body) {
        ObjectNode definition = ((ObjectNode) body).deepCopy();
        definition.remove("ProcessorConfig");
        if (!definition.has("QueryLanguage")) {
            definition.put("QueryLanguage", reader.isMachineJsonata() ? "JSONata" : "JSONPath");
        }
        boolean express = body.path("ProcessorConfig").path("ExecutionType").asText().equals("EXPRESS");
        if (express && definition.path("TimeoutSeconds").asLong(Long.MAX_VALUE) > MOST_EXPRESS_SECONDS) {
            definition.put("TimeoutSeconds", MOST_EXPRESS_SECONDS);
        }
        return new Distribution(Definition.of(StatesLanguage.NAME, definition.toString()), express,
                reader.has("Label") ? Optional.of(reader.text("Label")) : Optional.empty(), reader.numeric("ToleratedFailureCount"),
                reader.numeric("ToleratedFailurePercentage"),
                reader.has("ItemReader") ? Optional.of(ItemReader.read(reader.inside("ItemReader", reader.node("ItemReader"))))
                        : Optional.empty(),
                reader.has("ItemBatcher") ? Optional.of(ItemBatcher.read(reader.inside("ItemBatcher", reader.node("ItemBatcher"))))
                        : Optional.empty(),
                reader.has("ResultWriter") ? Optional.of(ResultWriter.read(reader.inside("ResultWriter", reader.node("ResultWriter"))))
                        : Optional.empty());
    }

    MapRun.Limits limits(int concurrency, EvaluationScope scope) {
        long count = toleratedCount.map(field -> count(field.integer(scope))).orElse(-1L);
        double percentage = toleratedPercentage.map(field -> percentage(field.decimal(scope))).orElse(-1.0);
        return new MapRun.Limits(concurrency == 0 ? MapRuns.MOST_CHILDREN : Math.min(concurrency, MapRuns.MOST_CHILDREN), count,
                percentage);
    }

    private long count(long value) {
        if (value < 0) {
            throw StatesErrorException.runtime("ToleratedFailureCount cannot be negative.");
        }
        return value;
    }

    private double percentage(double value) {
        if (value < 0 || value > 100) {
            throw StatesErrorException.runtime("ToleratedFailurePercentage must be between 0 and 100.");
        }
        return value;
    }
}
