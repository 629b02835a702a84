package moderato.analysis;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import moderato.models.Adapter;
import moderato.models.PictureInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** OpenNSFW against its package's own results. */
@Tag("shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NudityGoldenTest {

    private PictureModel model;

    @BeforeAll
    void load() throws Exception {
        var store = Golden.store();
        model = PictureModel.load(store, store.entry("opennsfw"));
    }

    @AfterAll
    void close() {
        model.close();
    }

    static Stream<Golden> goldens() throws IOException {
        return Golden.of("opennsfw");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void theScoreOfAFileIsThePackages(Golden golden) throws Exception {
        try (Bitmap picture = golden.input()) {
            assertThat(nsfw(picture)).isCloseTo(expected(golden), within(0.002));
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void theTensorOfAFileIsThePackages(Golden golden) throws Exception {
        PictureInput input = ((Adapter.Classifier) model.entry().adapter()).input();
        try (Bitmap picture = golden.input()) {
            PictureTensor tensor = PictureTensor.prepare(picture, input);
            Golden.assertSameTensor(tensor.values(), golden.json().get("preprocessed"), 1.01);
        }
    }

    private double nsfw(Bitmap picture) throws IOException {
        List<Double> scores = model.look(picture).scores();
        return scores.get(1);
    }

    private static double expected(Golden golden) {
        return golden.json().at("/result/nsfw").doubleValue();
    }
}
