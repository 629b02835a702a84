package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import moderato.models.ModelStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Voice activity, its segments and the transcripts against the packages' own results. */
@Tag("shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpeechGoldenTest {

    private VoiceActivity detector;
    private Moonshine base;
    private Moonshine tiny;

    @BeforeAll
    void load() throws Exception {
        ModelStore store = Golden.store();
        detector = VoiceActivity.open(store.file("silero-vad", "model"));
        base = recogniser(store, "moonshine-base");
        tiny = recogniser(store, "moonshine-tiny");
    }

    private static Moonshine recogniser(ModelStore store, String name) throws IOException, InterruptedException {
        return Moonshine.open(store.file(name, "encoder"), store.file(name, "decoder"), store.file(name, "tokenizer"));
    }

    @AfterAll
    void close() throws Exception {
        detector.close();
        base.close();
        tiny.close();
    }

    static Stream<Golden> voices() throws IOException {
        return Golden.of("silero_vad");
    }

    static Stream<Golden> transcripts() throws IOException {
        return Golden.of("moonshine");
    }

    @ParameterizedTest
    @MethodSource("voices")
    void probabilitiesAndSegmentsAreThePackages(Golden golden) throws Exception {
        try (Sound sound = Sound.open(Golden.shared(golden.json().at("/input/file").textValue()))) {
            float[] probabilities = detector.probabilities(sound);
            assertThat(probabilities).hasSize(golden.json().get("windows").intValue());
            for (int i = 0; i < probabilities.length; i++) {
                assertThat((double) probabilities[i]).isCloseTo(golden.json().get("probabilities").get(i).doubleValue(), within(0.0002));
            }
            for (JsonNode segments : golden.json().get("segments")) {
                assertSegments(rules(segments.get("parameters")).of(probabilities, sound.samples()), segments.get("samples"));
            }
        }
    }

    @Test
    void madeUpProbabilitiesGiveThePackagesSegments() throws Exception {
        JsonNode cases = JsonLines.MAPPER.readTree(Golden.shared("golden/silero_vad/segmentation_cases.json").toFile()).get("cases");
        assertThat(cases).hasSize(60);
        for (JsonNode example : cases) {
            float[] probabilities = new float[example.get("probabilities").size()];
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = example.get("probabilities").get(i).floatValue();
            }
            assertSegments(rules(example.get("parameters")).of(probabilities, example.get("audio_length_samples").longValue()),
                    example.get("segments"));
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void tokensAndTextAreThePackages(Golden golden) throws Exception {
        Moonshine recogniser = golden.name().startsWith("tiny") ? tiny : base;
        Path file = Golden.shared(golden.json().at("/input/file").textValue());
        try (Sound sound = Sound.open(file)) {
            Moonshine.Heard heard = recogniser.hear(sound.read(0, (int) sound.samples()));
            List<Integer> tokens = new ArrayList<>();
            golden.json().get("tokens").forEach(token -> tokens.add(token.intValue()));
            assertThat(heard.tokens()).isEqualTo(tokens);
            assertThat(heard.text()).isEqualTo(golden.json().get("text").textValue());
        }
    }

    private static SpeechSegments rules(JsonNode given) {
        double threshold = given.path("threshold").asDouble(0.5);
        return SpeechSegments.of(threshold, given.path("neg_threshold").asDouble(Math.max(threshold - 0.15, 0.01)),
                given.path("min_speech_duration_ms").asDouble(250), given.path("min_silence_duration_ms").asDouble(100),
                given.path("speech_pad_ms").asDouble(30), given.path("max_speech_duration_s").asDouble(Double.POSITIVE_INFINITY),
                given.path("use_max_poss_sil_at_max_speech").asBoolean(true));
    }

    private static void assertSegments(List<SpeechSegments.Segment> found, JsonNode expected) {
        List<SpeechSegments.Segment> wanted = new ArrayList<>();
        expected.forEach(segment -> wanted.add(new SpeechSegments.Segment(segment.get("start").longValue(), segment.get("end").longValue())));
        assertThat(found).isEqualTo(wanted);
    }
}
