package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import moderato.models.ModelStore;
import moderato.models.UserModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** NudeNet, a detector that comes in by its manifest entry alone, against its package's own results in R,G,B order. */
@Tag("shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddedModelTest {

    private PictureModel model;

    @BeforeAll
    void add(@TempDir Path home) throws Exception {
        UserModels.addExtra(home, "nudenet");
        ModelStore store = ModelStore.open(home);
        model = PictureModel.load(store, store.entry("nudenet"));
    }

    @AfterAll
    void close() {
        model.close();
    }

    static Stream<Golden> goldens() throws IOException {
        return Golden.of("nudenet");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void detectionsAreThePackages(Golden golden) throws Exception {
        try (Bitmap picture = golden.input()) {
            List<Detection> found = model.look(picture).detections();
            JsonNode expected = golden.json().get("result_with_rgb_order");
            assertThat(found).hasSize(expected.size());
            for (int i = 0; i < found.size(); i++) {
                Detection detection = found.get(i);
                assertThat(model.labels().get(detection.label()).name()).isEqualTo(expected.get(i).get("class").textValue());
                assertThat(detection.score()).isCloseTo(expected.get(i).get("score").doubleValue(), within(0.001));
                double[] box = {detection.left(), detection.top(), detection.right() - detection.left(),
                    detection.bottom() - detection.top()};
                for (int edge = 0; edge < 4; edge++) {
                    assertThat(box[edge]).isCloseTo(expected.get(i).get("box").get(edge).doubleValue(), within(1.5));
                }
            }
        }
    }
}
