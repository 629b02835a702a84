package moderato.models;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Fetches the default models into the user's own store, once, and finds them verified. */
@Tag("shared")
class DefaultModelsTest {

    @ParameterizedTest
    @ValueSource(strings = {"opennsfw", "yolox-nano", "faceplugin", "pp-ocrv6", "silero-vad", "moonshine-base", "all-minilm-l6-v2"})
    void everyFileOfADefaultModelCanBeHad(String model) throws Exception {
        ModelStore store = ModelStore.open(home());
        store.pull(store.entry(model));
        for (ModelFile file : store.entry(model).files()) {
            assertThat(store.state(file)).as(file.path()).isEqualTo(ModelStore.State.VERIFIED);
        }
    }

    private static Path home() {
        return Optional.ofNullable(System.getenv("MODERATO_HOME"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".moderato"));
    }
}
