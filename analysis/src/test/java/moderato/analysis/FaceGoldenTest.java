package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Faces against the recommended recipe's results. */
@Tag("shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaceGoldenTest {

    private FaceFinder finder;

    @BeforeAll
    void load() throws Exception {
        var store = Golden.store();
        finder = FaceFinder.load(store, store.entry("faceplugin"));
    }

    @AfterAll
    void close() {
        finder.close();
    }

    static Stream<Golden> goldens() throws IOException {
        return Golden.of("face");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void facesOfAFileAreTheRecipes(Golden golden) throws Exception {
        JsonNode expected = golden.json().at("/recommended/faces");
        try (Bitmap picture = golden.input()) {
            List<Face> faces = finder.find(picture, 0);
            assertThat(faces).hasSize(expected.size());
            for (int i = 0; i < faces.size(); i++) {
                Face face = faces.get(i);
                JsonNode wanted = expected.get(i);
                assertThat(face.box().score()).isCloseTo(wanted.get("score").doubleValue(), within(0.0001));
                double[] edges = {face.box().left(), face.box().top(), face.box().right(), face.box().bottom()};
                for (int edge = 0; edge < 4; edge++) {
                    assertThat(edges[edge]).isCloseTo(wanted.get("box_xyxy").get(edge).doubleValue(), within(0.05));
                }
                for (int point = 0; point < 68; point++) {
                    JsonNode place = wanted.at("/landmark/points_68").get(point);
                    assertThat(face.landmarks().get(point).distance(new Point(place.get(0).doubleValue(), place.get(1).doubleValue())))
                            .isLessThan(0.1);
                }
                assertThat(face.embedding().orElseThrow().similarity(vector(wanted.at("/feature/unit_vector")))).isGreaterThan(0.97);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void anAlignedFaceHasTheRecipesEmbedding(Golden golden) throws Exception {
        for (JsonNode face : golden.json().at("/recommended/faces")) {
            try (Bitmap aligned = Bitmap.read(Golden.shared(face.at("/feature/input_picture").textValue()))) {
                assertThat(finder.embed(aligned).similarity(vector(face.at("/feature/unit_vector")))).isGreaterThan(0.9999);
            }
        }
    }

    @Test
    void samePeopleAreCloseAndOthersAreNot() throws Exception {
        JsonNode matrix = new ObjectMapper().readTree(Golden.shared("golden/face/similarity_matrix.json").toFile());
        List<Embedding> embeddings = new ArrayList<>();
        for (JsonNode name : matrix.get("names")) {
            String[] parts = name.textValue().split("#", 2);
            String suffix = parts[0].equals("astronaut") || parts[0].equals("camera") || parts[0].equals("chelsea") ? ".png" : ".jpg";
            Path file = Golden.shared("media/images/" + parts[0] + suffix);
            try (Bitmap picture = Bitmap.read(file)) {
                embeddings.add(finder.find(picture, 0).get(Integer.parseInt(parts[1])).embedding().orElseThrow());
            }
        }
        for (int i = 0; i < embeddings.size(); i++) {
            for (int j = 0; j < embeddings.size(); j++) {
                assertThat(embeddings.get(i).similarity(embeddings.get(j)))
                        .isCloseTo(matrix.get("cosine").get(i).get(j).doubleValue(), within(0.05));
            }
        }
    }

    private static Embedding vector(JsonNode values) {
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i).floatValue();
        }
        return Embedding.of(vector);
    }
}
