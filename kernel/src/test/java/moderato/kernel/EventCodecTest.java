package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");
    private static final RunIdentity RUN = new RunIdentity("arn:run", "run", "machine", "arn:machine", "role");
    private static final JsonNode TREE = EventCodec.tree(
            "{\"a\":[1,1.5,9007199254740993,null,true,\"\\u00e9\\ud83d\\ude00\\u0001\"],\"n\":null}".getBytes(StandardCharsets.UTF_8));

    static List<Event> events() {
        return List.of(
                new Event.Started(NOW, -7, RUN, TREE),
                new Event.TaskSubmitted(NOW, 1, "1.2", NullNode.instance),
                new Event.TaskEnded(NOW, Long.MIN_VALUE, "3", new Outcome.Succeeded(NullNode.instance), Optional.of(NOW.minusMillis(5))),
                new Event.TaskEnded(NOW, 2, "3", Outcome.Failed.of("E", ""), Optional.empty()),
                new Event.TaskEnded(NOW, 2, "3", Outcome.Failed.of("E", ""), Optional.of(NOW), Optional.of("the worker")),
                new Event.TaskEnded(NOW, 2, "3", new Outcome.TimedOut(Optional.empty(), Optional.empty()), Optional.empty()),
                new Event.HeartbeatMissed(NOW, 3, "4", Optional.empty(), Optional.empty()),
                new Event.HeartbeatMissed(NOW, 3, "4", Optional.of(NOW), Optional.of("a worker")),
                new Event.TimerFired(NOW, 4, "5"),
                new Event.ChildEnded(NOW, 5, "6", new Outcome.Stopped(Optional.empty(), Optional.of("why"))),
                new Event.TokenAnswered(NOW, 6, "7", new Outcome.Succeeded(TREE)),
                new Event.StopAsked(NOW, 7, Optional.of("E"), Optional.empty()),
                new Event.Redriven(NOW, 8, Optional.empty()),
                new Event.Redriven(NOW, 8, Optional.of(TREE)),
                new Event.Proceeded(NOW, 9));
    }

    static List<Command> commands() {
        return List.of(
                new Command.StartTask("1", "arn:x", TREE, Optional.of(Duration.ofSeconds(5)), Optional.of(Duration.ofMillis(20)),
                        Optional.of("token")),
                new Command.StartTask("1", "arn:x", NullNode.instance, Optional.empty(), Optional.empty(), Optional.empty(),
                        Limits.FILE_BYTES),
                new Command.CancelTask("1"),
                new Command.StopTask("1"),
                new Command.StartTimer("2", NOW),
                new Command.CancelTimer("2"),
                new Command.StartChild("3", Definition.of("toy", "[]"), RUN, TREE, true),
                new Command.StopChild("3"),
                new Command.Proceed(),
                new Command.End(new Outcome.Succeeded(TREE)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventsComeBackEqual(Event event) {
        assertThat(EventCodec.event(EventCodec.tree(EventCodec.encode(event)))).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsComeBackEqual(Command command) {
        Command back = EventCodec.command(EventCodec.tree(EventCodec.encode(command)));
        assertThat(back).isEqualTo(command);
        assertThat(CommandDigest.of(List.of(back))).isEqualTo(CommandDigest.of(List.of(command)));
    }

    @Test
    void digestsSeePayloads() {
        JsonNode other = ((ObjectNode) TREE.deepCopy()).put("n", 1);
        assertThat(CommandDigest.of(List.of(new Command.End(new Outcome.Succeeded(other)))))
                .isNotEqualTo(CommandDigest.of(List.of(new Command.End(new Outcome.Succeeded(TREE)))));
    }

    @Test
    void canonicalTreesAreWhatTheirTextReadsAs() {
        JsonNodeFactory nodes = JsonNodeFactory.withExactBigDecimals(true);
        ObjectNode tree = nodes.objectNode();
        tree.put("short", (short) 3).put("long", 4L).put("float", 1.1f).put("decimal", new BigDecimal("1.10"));
        tree.put("big", BigInteger.TWO.pow(80)).put("small", BigInteger.TEN).put("bytes", new byte[] {1, 2});
        tree.set("nested", nodes.arrayNode().add(nodes.missingNode()).add("half \ud83d pair").add(0.5));
        tree.put("half \ud83d name", 1);

        JsonNode canonical = CanonicalJson.of(tree);
        byte[] text = EventCodec.bytes(canonical);

        assertThat(canonical).isEqualTo(EventCodec.tree(text));
        assertThat(CanonicalJson.bytes(canonical)).isEqualTo(text.length);
        assertThat(CanonicalJson.of(canonical)).isEqualTo(canonical);
        assertThat(CanonicalJson.of(TREE)).isSameAs(TREE);
        assertThat(CanonicalJson.bytes(TREE)).isEqualTo(EventCodec.bytes(TREE).length);
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        assertThatThrownBy(() -> CanonicalJson.of(nodes.numberNode(Double.NaN))).hasMessageContaining("NaN");
        assertThatThrownBy(() -> CanonicalJson.of(nodes.pojoNode(this))).hasMessageContaining("Java object");
        JsonNode deep = TextNode.valueOf("bottom");
        for (int i = 0; i < 501; i++) {
            deep = nodes.arrayNode().add(deep);
        }
        JsonNode tooDeep = deep;
        assertThatThrownBy(() -> CanonicalJson.of(tooDeep)).hasMessageContaining("500 levels");
    }
}
