package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import moderato.models.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** YOLOX-nano against the recipe's results. */
@Tag("shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectsGoldenTest {

    private PictureModel model;

    @BeforeAll
    void load() throws Exception {
        var store = Golden.store();
        model = PictureModel.load(store, store.entry("yolox-nano"));
    }

    @AfterAll
    void close() {
        model.close();
    }

    static Stream<Golden> goldens() throws IOException {
        return Golden.of("yolox_nano");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void detectionsInAFileAreTheRecipes(Golden golden) throws Exception {
        try (Bitmap picture = golden.input()) {
            PictureTensor tensor = PictureTensor.prepare(picture, ((Adapter.Yolox) model.entry().adapter()).input());
            Golden.assertSameTensor(tensor.values(), golden.json().get("preprocessed"), 1.01);
            assertSame(model.look(picture).detections(), golden.json().get("result"), 0.001, 0.1);
        }
    }

    private void assertSame(List<Detection> found, JsonNode expected, double score, double pixels) {
        assertThat(found).hasSize(expected.size());
        for (int i = 0; i < found.size(); i++) {
            Detection detection = found.get(i);
            JsonNode wanted = expected.get(i);
            assertThat(model.labels().get(detection.label()).name()).isEqualTo(wanted.get("label").textValue());
            assertThat(detection.score()).isCloseTo(wanted.get("score").doubleValue(), within(score));
            double[] box = {detection.left(), detection.top(), detection.right(), detection.bottom()};
            for (int edge = 0; edge < 4; edge++) {
                assertThat(box[edge]).isCloseTo(wanted.get("box_xyxy").get(edge).doubleValue(), within(pixels));
            }
        }
    }
}
