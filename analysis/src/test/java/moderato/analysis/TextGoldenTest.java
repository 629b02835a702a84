package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Text in pictures against RapidOCR's own results. */
@Tag("shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextGoldenTest {

    private TextReader reader;

    @BeforeAll
    void load() throws Exception {
        var store = Golden.store();
        reader = TextReader.load(store, store.entry("pp-ocrv6"));
    }

    @AfterAll
    void close() {
        reader.close();
    }

    static Stream<Golden> goldens() throws IOException {
        return Golden.of("ocr");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void linesOfAFileAreThePackages(Golden golden) throws Exception {
        try (Bitmap picture = golden.input()) {
            List<TextLine> lines = reader.read(picture, new TextScale.Still());
            JsonNode expected = golden.json().get("result");
            assertThat(lines).hasSize(expected.size());
            for (int i = 0; i < lines.size(); i++) {
                TextLine line = lines.get(i);
                JsonNode wanted = expected.get(i);
                double score = wanted.get("score").doubleValue();
                if (score > 0.9) {
                    assertThat(line.text()).isEqualTo(wanted.get("text").textValue());
                }
                assertThat(line.score()).isCloseTo(score, within(0.03));
                for (int corner = 0; corner < 4; corner++) {
                    JsonNode place = wanted.get("box").get(corner);
                    Point point = line.place().corners().get(corner);
                    assertThat(point.x()).isCloseTo(place.get(0).doubleValue(), within(3.0));
                    assertThat(point.y()).isCloseTo(place.get(1).doubleValue(), within(3.0));
                }
            }
        }
    }
}
