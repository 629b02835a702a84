package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import moderato.kernel.TestTask;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PackedFilesTest {

    private static final String TEXT = IntStream.range(0, 1_000).mapToObj("the line number %d, with an \u00e9\n"::formatted).collect(Collectors.joining());

    @TempDir
    private Path folder;

    private ObjectHandler handler = new ObjectHandler(new FolderStore(Path.of("")));

    @BeforeEach
    void pack() throws Exception {
        FolderStore store = new FolderStore(folder);
        handler = new ObjectHandler(store);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }
        store.put(new ObjectAddress("packed", "lines.gz"), new ByteArrayInputStream(packed.toByteArray()));
    }

    private JsonNode read(long from, long to) throws Exception {
        ObjectNode payload = new ObjectMapper().createObjectNode().put("Bucket", "packed").put("Key", "lines.gz").put("Range", "bytes=" + from + "-" + to);
        return handler.handle(payload, TestTask.of("arn:aws:states:::s3:getObject", payload));
    }

    private static long end(JsonNode part) {
        return Long.parseLong(part.path("ContentRange").asText().replaceAll("bytes \\d+-(\\d+)/.*", "$1")) + 1;
    }

    @Test
    void isReadInPartsOfWholeLines() throws Exception {
        StringBuilder all = new StringBuilder();
        long from = 0;
        JsonNode part;
        do {
            part = read(from, from + 999);
            assertThat(part.path("Body").asText()).startsWith("the line").endsWith("\n");
            all.append(part.path("Body").asText());
            from = end(part);
        } while (part.path("ContentRange").asText().endsWith("/*"));
        assertThat(all.toString()).isEqualTo(TEXT);
        assertThat(part.path("ContentRange").asText()).endsWith("/" + TEXT.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void isUnpackedAnewWhereItIsNotReadInOrder() throws Exception {
        JsonNode first = read(0, 999);
        JsonNode second = read(end(first), end(first) + 999);
        assertThat(read(0, 999)).isEqualTo(first);
        assertThat(read(end(first), end(first) + 999)).isEqualTo(second);
        assertThatThrownBy(() -> read(1_000_000, 1_000_999)).hasMessageContaining("The requested range is not satisfiable");
    }
}
