package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.models.ModelStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the speech step makes of speech, other languages, silence, noise and music. */
@Tag("shared")
class SpeechImageTest {

    @TempDir
    private Path folder;

    @Test
    void englishIsTranscribedWithItsTimes() throws Exception {
        List<JsonNode> lines = listen(fixture("english.wav"), 2);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().get("text").textValue()).containsIgnoringCase("train to boston leaves in 10 minutes");
        assertThat(lines.getFirst().get("supported").booleanValue()).isTrue();
        assertThat(lines.getFirst().get("language").textValue()).isEqualTo("en");
        assertThat(lines.getFirst().get("end").doubleValue()).isBetween(3.5, 4.5);
        assertThat(lines.getFirst().get("confidence").doubleValue()).isGreaterThan(0.7);
    }

    @Test
    void germanAndFrenchAreMarkedAndNotTranscribed() throws Exception {
        for (String name : List.of("german.wav", "french.wav")) {
            List<JsonNode> lines = listen(fixture(name), 1);
            assertThat(lines).isNotEmpty().allSatisfy(line -> {
                assertThat(line.get("supported").booleanValue()).isFalse();
                assertThat(line.get("text").textValue()).isEmpty();
                assertThat(line.get("language").textValue()).isEqualTo("und");
            });
        }
    }

    @Test
    void silenceNoiseAndMusicGiveNoWords() throws Exception {
        short[] silence = new short[5 * Sound.RATE];
        short[] noise = new short[5 * Sound.RATE];
        Random random = new Random(4);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 2500);
        }
        for (short[] sound : List.of(silence, noise, music(8))) {
            assertThat(listen(wave(sound), 2)).allSatisfy(line -> assertThat(line.get("text").textValue()).isEmpty());
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        Path file = Golden.shared("media/audio/librivox_joined.wav");
        assertThat(listen(file, 1)).isEqualTo(listen(file, 3)).hasSize(5);
    }

    @Test
    void aVideoWithoutSoundHasNoSpeech() throws Exception {
        Files.createDirectories(folder.resolve("processing/input/ingest"));
        assertThat(run(1)).isZero();
        assertThat(JsonLines.MAPPER.readTree(folder.resolve("processing/output/speech/step.json").toFile()).get("status").textValue())
                .isEqualTo("absent");
    }

    /** Chords of decaying harmonics over a beat, as a synthesiser plays them. */
    private static short[] music(int seconds) {
        double[][] chords = {{261.6, 329.6, 392.0}, {220.0, 261.6, 329.6}, {174.6, 220.0, 261.6}, {196.0, 246.9, 293.7}};
        short[] samples = new short[seconds * Sound.RATE];
        Random random = new Random(9);
        for (int i = 0; i < samples.length; i++) {
            double time = (double) i / Sound.RATE;
            double value = 0;
            double since = time % 0.5;
            for (double note : chords[(int) (time * 2) % chords.length]) {
                for (int harmonic = 1; harmonic <= 4; harmonic++) {
                    value += Math.exp(-3 * since) * Math.sin(2 * Math.PI * note * harmonic * time) / harmonic;
                }
            }
            value += since < 0.05 ? 2 * random.nextGaussian() * Math.exp(-60 * since) : 0;
            samples[i] = (short) (value * 3000);
        }
        return samples;
    }

    private List<JsonNode> listen(Path wave, int threads) throws Exception {
        Path input = Files.createDirectories(folder.resolve("processing/input/ingest"));
        Files.copy(wave, input.resolve("audio.wav"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(run(threads)).isZero();
        return JsonLines.read(folder.resolve("processing/output/speech/speech.jsonl"));
    }

    private int run(int threads) throws IOException, InterruptedException {
        ModelStore store = Golden.store();
        store.export(List.of("silero-vad", "moonshine-base"), folder.resolve("processing/input/models"));
        JobConfiguration configuration = new JobConfiguration(List.of("--threads", String.valueOf(threads)), Map.of(), Map.of(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), () -> false);
        return new SpeechImage().run(new JobFolders(folder), configuration);
    }

    private Path fixture(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream stream = SpeechImageTest.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(stream), file);
        }
        return file;
    }

    private Path wave(short[] samples) throws IOException {
        Path file = folder.resolve("made.wav");
        WaveFile wave = new WaveFile(file);
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        wave.write(bytes.array());
        wave.finish();
        return file;
    }
}
