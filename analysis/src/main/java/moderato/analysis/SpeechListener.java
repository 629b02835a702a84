package moderato.analysis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;

/** Listens to a sound: segments of speech, each recognised by one thread, guarded against invention, and asked for its language. */
final class SpeechListener implements AutoCloseable {

    private static final int SHORTEST = Sound.RATE / 10;

    private final VoiceActivity voice;
    private final Moonshine recogniser;

    private SpeechListener(VoiceActivity voice, Moonshine recogniser) {
        this.voice = voice;
        this.recogniser = recogniser;
    }

    /** Loads the models of a voice detector's entry and a recogniser's. */
    static SpeechListener load(ModelStore models, ModelEntry detector, ModelEntry recogniser) throws IOException, InterruptedException {
        VoiceActivity voice = VoiceActivity.open(models.file(detector.name(), "model"));
        try {
            return new SpeechListener(voice, Moonshine.open(models.file(recogniser.name(), "encoder"), models.file(recogniser.name(), "decoder"),
                    models.file(recogniser.name(), "tokenizer")));
        } catch (IOException | InterruptedException e) {
            voice.close();
            throw e;
        }
    }

    /** The segments of a sound in order; they do not depend on the number of threads. */
    List<SpokenSegment> listen(Sound sound, int threads, BooleanSupplier stopping) throws IOException, InterruptedException {
        float[] probabilities = voice.probabilities(sound);
        List<SpeechSegments.Segment> segments = SpeechSegments.forRecognition().of(probabilities, sound.samples());
        return FrameWork.map(Turn.SPEECH, segments, threads, stopping, segment -> hear(sound, segment, mean(probabilities, segment)));
    }

    private SpokenSegment hear(Sound sound, SpeechSegments.Segment segment, double voiced) throws IOException {
        float[] samples = sound.read(segment.start(), (int) Math.max(SHORTEST, segment.end() - segment.start()));
        Optional<String> nothing = samples.length < SHORTEST ? Optional.of("too short") : SpeechGuards.beforeHearing(samples, voiced);
        if (nothing.isPresent()) {
            return empty(segment, 0, "und", 0, true, nothing);
        }
        Moonshine.Heard heard = recogniser.hear(samples);
        Optional<String> invented = SpeechGuards.afterHearing(heard);
        EnglishGate.Verdict verdict = EnglishGate.judge(heard, samples.length / (double) Sound.RATE, voiced);
        if (!verdict.english()) {
            return empty(segment, heard.confidence(), "und", 1 - verdict.probability(), false, Optional.of("the language is not supported"));
        }
        if (invented.isPresent()) {
            return empty(segment, heard.confidence(), "und", 0, true, invented);
        }
        return new SpokenSegment(segment.startSeconds(), segment.endSeconds(), heard.text().strip(), rounded(heard.confidence()), "en",
                rounded(verdict.probability()), true, Optional.empty());
    }

    private static SpokenSegment empty(SpeechSegments.Segment segment, double confidence, String language, double languageConfidence,
            boolean supported, Optional<String> why) {
        return new SpokenSegment(segment.startSeconds(), segment.endSeconds(), "", rounded(confidence), language, rounded(languageConfidence),
                supported, why);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    private static double mean(float[] probabilities, SpeechSegments.Segment segment) {
        int from = (int) (segment.start() / VoiceActivity.WINDOW);
        int to = (int) Math.min(probabilities.length, (segment.end() + VoiceActivity.WINDOW - 1) / VoiceActivity.WINDOW);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += probabilities[i];
        }
        return to == from ? 0 : sum / (to - from);
    }

    @Override
    public void close() {
        voice.close();
        recogniser.close();
    }
}
