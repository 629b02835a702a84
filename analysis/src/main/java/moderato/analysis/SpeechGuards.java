package moderato.analysis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Guards against text that a speech recogniser invents where nothing was said.
 *
 * <p>The limits follow the practice that came with Whisper (Radford et al. 2022): low mean log-probability, text that compresses too
 * well, repetition; and one of our own, the share of the segment that the voice detector is sure of.
 */
final class SpeechGuards {

    /** Below this mean log-probability a transcript is a guess. */
    static final double LOWEST_LOG_PROBABILITY = -1.0;

    /** The mean probability of speech that a segment must reach. */
    static final double LEAST_VOICE = 0.6;

    private static final double HIGHEST_COMPRESSION = 2.4;
    private static final int REPEATS = 4;
    private static final double SILENT = 1e-3;

    private SpeechGuards() {
    }

    /** Why a segment need not even be recognised: no sound, or no voice that the detector is sure of. */
    static Optional<String> beforeHearing(float[] samples, double voice) {
        double square = 0;
        for (float sample : samples) {
            square += (double) sample * sample;
        }
        if (Math.sqrt(square / Math.max(1, samples.length)) < SILENT) {
            return Optional.of("silence");
        }
        return voice < LEAST_VOICE ? Optional.of("no clear voice") : Optional.empty();
    }

    /** Why a transcript is not to be believed. */
    static Optional<String> afterHearing(Moonshine.Heard heard) {
        String text = heard.text().strip();
        if (text.chars().noneMatch(Character::isLetterOrDigit)) {
            return Optional.of("no words");
        }
        if (!heard.complete() || repeats(text)) {
            return Optional.of("repetition");
        }
        if (compression(text) > HIGHEST_COMPRESSION) {
            return Optional.of("repetition");
        }
        return heard.meanLogProbability() < LOWEST_LOG_PROBABILITY ? Optional.of("low confidence") : Optional.empty();
    }

    /** Whether some run of one to four words fills the text by being said again and again. */
    static boolean repeats(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}' ]", " ").strip().split("\\s+"));
        for (int size = 1; size <= 4; size++) {
            int run = 1;
            for (int i = size; i + size <= words.size(); i += size) {
                run = words.subList(i, i + size).equals(words.subList(i - size, i)) ? run + 1 : 1;
                if (run >= REPEATS && run * size * 2 > words.size()) {
                    return true;
                }
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i + 3 <= words.size(); i++) {
            counts.merge(String.join(" ", words.subList(i, i + 3)), 1, Integer::sum);
        }
        return counts.values().stream().anyMatch(count -> count >= REPEATS && count * 6 > words.size());
    }

    /** How many times smaller the text gets when compressed; short texts never get smaller. */
    static double compression(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed, new Deflater(9))) {
            deflater.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (double) plain.length / packed.size();
    }
}
