package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode EVENT = new ObjectCreated(new UUID(1, 2), Instant.parse("2026-05-04T03:02:01.5Z"), "uploads", "new/a \"b\".mp4", 42, "e7a9").toJson();

    @Test
    void anUploadLooksAsS3TellsIt() {
        assertThat(EVENT.at("/detail-type").asText()).isEqualTo("Object Created");
        assertThat(EVENT.at("/source").asText()).isEqualTo("aws.s3");
        assertThat(EVENT.at("/time").asText()).isEqualTo("2026-05-04T03:02:01Z");
        assertThat(EVENT.at("/resources/0").asText()).isEqualTo("arn:aws:s3:::uploads");
        assertThat(EVENT.at("/detail/object/size").asLong()).isEqualTo(42);
    }

    @Test
    void patternsAreThoseOfEventBridge() throws Exception {
        assertThat(matches("{\"source\": [\"aws.s3\"], \"detail\": {\"bucket\": {\"name\": [\"uploads\"]}}}")).isTrue();
        assertThat(matches("{\"detail\": {\"object\": {\"key\": [{\"suffix\": \".mp4\"}], \"size\": [{\"numeric\": [\">\", 10, \"<=\", 42]}]}}}")).isTrue();
        assertThat(matches("{\"detail\": {\"object\": {\"key\": [{\"prefix\": \"old/\"}]}}}")).isFalse();
        assertThat(matches("{\"detail\": {\"object\": {\"key\": [{\"anything-but\": {\"prefix\": \"old/\"}}]}}}")).isTrue();
        assertThat(matches("{\"detail\": {\"deletion-type\": [{\"exists\": true}]}}")).isFalse();
        assertThatThrownBy(() -> new EventPattern(JSON.readTree("{\"source\": \"aws.s3\"}"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no event pattern");
    }

    private static boolean matches(String pattern) throws Exception {
        return new EventPattern(JSON.readTree(pattern)).matches(EVENT);
    }

    @Test
    void aTransformerPutsValuesIntoItsTemplate() throws Exception {
        Map<String, String> paths = Map.of("key", "$.detail.object.key", "size", "$.detail.object.size", "object", "$.detail.object", "no", "$.detail.nothing");
        assertThat(transformed(paths, "{\"file\": \"s3://b/<key>\", \"bare\": <key>, \"size\": <size>, \"text\": \"<size> bytes\", \"none\": \"<no>\"}"))
                .isEqualTo(JSON.readTree("{\"file\": \"s3://b/new/a \\\"b\\\".mp4\", \"bare\": \"new/a \\\"b\\\".mp4\", \"size\": 42, \"text\": \"42 bytes\", \"none\": \"\"}"));
        assertThat(transformed(paths, "<object>").toString()).isEqualTo(EVENT.at("/detail/object").toString());
        assertThat(transformed(paths, "<aws.events.event.json>").toString()).isEqualTo(EVENT.toString());
        assertThat(transformed(paths, "by <aws.events.rule-name>").asText()).isEqualTo("by \"mine\"");
        assertThatThrownBy(() -> new InputTransformer(paths, "<kee>")).hasMessageContaining("<kee>");
        assertThatThrownBy(() -> new InputTransformer(Map.of("a", "$.["), "<a>")).hasMessageContaining("is no JSONPath");
    }

    private static JsonNode transformed(Map<String, String> paths, String template) {
        return new InputTransformer(paths, template).apply("mine", EVENT);
    }
}
