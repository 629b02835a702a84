package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import moderato.models.ModelStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The reference outputs in {@code ../shared/golden}, and the user's model store that the tests share. */
record Golden(String name, JsonNode json) {

    private static final Path SHARED = Path.of("..", "shared");

    static Stream<Golden> of(String model) throws IOException {
        List<Golden> goldens = new ArrayList<>();
        try (Stream<Path> files = Files.list(SHARED.resolve("golden").resolve(model))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                JsonNode json = new ObjectMapper().readTree(file.toFile());
                if (json.has("input")) {
                    goldens.add(new Golden(file.getFileName().toString(), json));
                }
            }
        }
        return goldens.stream();
    }

    static ModelStore store() throws IOException {
        return ModelStore.open(Optional.ofNullable(System.getenv("MODERATO_HOME"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".moderato")));
    }

    static Path shared(String path) {
        return SHARED.resolve(path.split(" ", 2)[0]);
    }

    Bitmap input() throws IOException {
        return Bitmap.read(shared(json.at("/input/file").textValue()));
    }

    /** The picture with exactly the pixels that went into the network. */
    Bitmap inputPicture() throws IOException {
        return Bitmap.read(shared(json.get("input_picture").textValue()));
    }

    static void assertSameTensor(FloatBuffer values, JsonNode stats, double tolerance) {
        for (int i = 0; i < stats.get("first8").size(); i++) {
            assertThat((double) values.get(i)).isCloseTo(stats.get("first8").get(i).doubleValue(), within(tolerance));
        }
        double sum = 0;
        for (int i = 0; i < values.limit(); i++) {
            sum += values.get(i);
        }
        assertThat(sum / values.limit()).isCloseTo(stats.get("mean").doubleValue(), within(tolerance / 10));
    }

    @Override
    public String toString() {
        return name;
    }
}
