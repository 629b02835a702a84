package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A number that stands for the commands that an event caused.
 *
 * <p>The journal keeps events, and commands are computed from them again after a restart. The digest kept with an event shows whether
 * the same commands came out, payloads included; if not, the program is not the one that ran before, and the run is parked. It does not
 * depend on the Java platform or on a library's hash codes.
 */
final class CommandDigest {

    private CommandDigest() {
    }

    /** The digest of commands in their order; 0 when there are none. */
    static int of(List<Command> commands) {
        long hash = 0;
        for (Command command : commands) {
            hash = mix(hash, of(command));
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static long of(Command command) {
        return switch (command) {
            case Command.StartTask task -> mix(mix(text(1, task.path()), text(0, task.resource())),
                    tree(task.token().map(token -> text(0, token)).orElse(0L), task.payload()));
            case Command.CancelTask task -> text(2, task.path());
            case Command.StopTask task -> text(12, task.path());
            case Command.StartTimer timer -> mix(text(3, timer.path()), timer.due().toEpochMilli());
            case Command.CancelTimer timer -> text(4, timer.path());
            case Command.StartChild child -> tree(mix(text(5, child.path()), text(text(0, child.run().id()), child.definition().hash())),
                    child.input());
            case Command.StopChild child -> text(6, child.path());
            case Command.Proceed proceed -> 7;
            case Command.End end -> outcome(end.outcome());
        };
    }

    private static long outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> tree(8, succeeded.output());
            case Outcome.Failed failed -> text(9, failed.error().orElse(""));
            case Outcome.TimedOut timedOut -> 10;
            case Outcome.Stopped stopped -> text(11, stopped.error().orElse(""));
        };
    }

    private static long tree(long hash, JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                long sum = mix(hash, 1);
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    sum = tree(text(sum, field.getKey()), field.getValue());
                }
                yield mix(sum, 2);
            }
            case ARRAY -> {
                long sum = mix(hash, 3);
                for (JsonNode element : node) {
                    sum = tree(sum, element);
                }
                yield mix(sum, 4);
            }
            case STRING -> text(mix(hash, 5), node.textValue());
            case NUMBER -> node.isIntegralNumber() && node.canConvertToLong()
                    ? mix(hash, node.longValue())
                    : mix(hash, Double.doubleToLongBits(node.doubleValue()));
            case BOOLEAN -> mix(hash, node.booleanValue() ? 6 : 7);
            case NULL, MISSING, BINARY, POJO -> mix(hash, 8);
        };
    }

    private static long text(long hash, String text) {
        // The specification of Java fixes how a text's hash code is computed.
        return mix(mix(hash, text.hashCode()), text.length());
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }
}
