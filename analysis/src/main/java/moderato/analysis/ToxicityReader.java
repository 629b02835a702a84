package moderato.analysis;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns texts into what the toxicity head takes: normalised, cut into windows, encoded, with cues and hashed words. */
final class ToxicityReader {

    private final TextNormalizer normalizer;
    private final SentenceEncoder encoder;
    private final ToxicityCues cues;

    ToxicityReader(TextNormalizer normalizer, SentenceEncoder encoder, ToxicityCues cues) {
        this.normalizer = normalizer;
        this.encoder = encoder;
        this.cues = cues;
    }

    /** A window of a text, as read aloud, and what the head takes of it. */
    record Window(String text, ToxicityHead.Input input) {
    }

    /**
     * The windows of each text, in order; equal windows are encoded once. A text of several windows has one more at the end: its
     * beginning in one piece, for what only shows over many sentences.
     */
    List<List<Window>> read(List<String> texts, int threads) throws OrtException, InterruptedException {
        List<List<String>> cut = texts.parallelStream().map(normalizer::normalize).map(ToxicityReader::windows).toList();
        Map<String, Integer> places = new LinkedHashMap<>();
        cut.forEach(windows -> windows.forEach(window -> places.putIfAbsent(window, places.size())));
        List<SentenceEncoder.Encoding> encodings = encoder.encode(List.copyOf(places.keySet()), threads);
        List<List<Window>> read = new ArrayList<>(texts.size());
        for (List<String> windows : cut) {
            List<Window> inputs = new ArrayList<>(windows.size());
            for (String window : windows) {
                int place = places.getOrDefault(window, 0);
                inputs.add(new Window(window, ToxicityHead.input(encodings.get(place), cues.vector(window), cues.buckets(window))));
            }
            read.add(inputs);
        }
        return read;
    }

    private static List<String> windows(String text) {
        List<String> windows = new ArrayList<>(TextWindows.of(text));
        if (windows.size() > 1) {
            windows.add(TextWindows.beginning(text));
        }
        return windows;
    }
}
