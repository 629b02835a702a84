package moderato.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins probabilities of speech, one for each window of 512 samples at 16 kHz, into segments, by the rules of Silero's own code.
 *
 * @param threshold the probability from which a window is speech
 * @param lowThreshold the probability below which speech may end
 * @param shortestSpeech samples that speech must exceed
 * @param shortestSilence samples of silence that end a segment
 * @param padding samples added at both ends
 * @param longest samples after which a segment is cut
 * @param cutAtLongestPause whether that cut is at the segment's longest pause; otherwise, by Silero's older rule, at its latest one
 */
record SpeechSegments(double threshold, double lowThreshold, double shortestSpeech, double shortestSilence, double padding, double longest,
        boolean cutAtLongestPause) {

    private static final int PER_MILLISECOND = Sound.RATE / 1000;
    private static final int PAUSE = 98 * PER_MILLISECOND;

    /** A stretch of speech: first sample, and the sample after the last. */
    record Segment(long start, long end) {
        double startSeconds() {
            return (double) start / Sound.RATE;
        }

        double endSeconds() {
            return (double) end / Sound.RATE;
        }
    }

    /** The rules as Silero ships them. */
    static SpeechSegments silero() {
        return of(0.5, 0.35, 250, 100, 30, Double.POSITIVE_INFINITY, true);
    }

    /** The rules before speech recognition: longer silences, more padding, at most 20 seconds. */
    static SpeechSegments forRecognition() {
        return of(0.5, 0.35, 250, 300, 60, 20, true);
    }

    /** Rules in milliseconds, the longest segment in seconds. */
    static SpeechSegments of(double threshold, double low, double speech, double silence, double padding, double longestSeconds,
            boolean cutAtLongestPause) {
        double pad = padding * PER_MILLISECOND;
        return new SpeechSegments(threshold, low, speech * PER_MILLISECOND, silence * PER_MILLISECOND, pad,
                Sound.RATE * longestSeconds - VoiceActivity.WINDOW - 2 * pad, cutAtLongestPause);
    }

    /** The segments of a sound of some samples. */
    List<Segment> of(float[] probabilities, long samples) {
        return padded(new Scan(probabilities).run(samples), samples);
    }

    /** One pass over the probabilities. As in the rules, 0 stands for "not set" in end and previous. */
    private final class Scan {
        private final float[] probabilities;
        private final List<Segment> found = new ArrayList<>();
        private final List<long[]> pauses = new ArrayList<>();
        private long start = -1;
        private long end;
        private long previous;
        private long next;

        Scan(float[] probabilities) {
            this.probabilities = probabilities;
        }

        List<Segment> run(long samples) {
            for (int i = 0; i < probabilities.length; i++) {
                window(probabilities[i], (long) i * VoiceActivity.WINDOW);
            }
            if (start >= 0 && samples - start > shortestSpeech) {
                found.add(new Segment(start, samples));
            }
            return found;
        }

        private void window(float probability, long now) {
            boolean speech = probability >= (float) threshold;
            if (speech && end != 0) {
                if (now - end > PAUSE) {
                    pauses.add(new long[] {end, now});
                }
                end = 0;
                if (next < previous) {
                    next = now;
                }
            }
            if (speech && start < 0) {
                start = now;
                return;
            }
            if (start >= 0 && now - start > longest && cut(now)) {
                return;
            }
            if (probability < (float) lowThreshold && start >= 0) {
                if (end == 0) {
                    end = now;
                }
                if (!cutAtLongestPause && now - end > PAUSE) {
                    previous = end;
                }
                if (now - end < shortestSilence) {
                    return;
                }
                if (end - start > shortestSpeech) {
                    found.add(new Segment(start, end));
                }
                clear(-1);
            }
        }

        /** Ends a segment that grew too long; true when nothing more is to be done with this window. */
        private boolean cut(long now) {
            if (!cutAtLongestPause && previous != 0) {
                found.add(new Segment(start, previous));
                clear(next < previous ? -1 : next);
                return false;
            }
            if (!cutAtLongestPause || pauses.isEmpty()) {
                found.add(new Segment(start, now));
                clear(-1);
                return true;
            }
            long[] best = pauses.getFirst();
            for (long[] pause : pauses) {
                if (pause[1] - pause[0] > best[1] - best[0]) {
                    best = pause;
                }
            }
            found.add(new Segment(start, best[0]));
            clear(best[1]);
            return false;
        }

        private void clear(long nextStart) {
            start = nextStart;
            end = 0;
            previous = 0;
            next = 0;
            pauses.clear();
        }
    }

    private List<Segment> padded(List<Segment> segments, long samples) {
        List<Segment> padded = new ArrayList<>();
        long pad = (long) padding;
        long shift = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long start = i == 0 ? Math.max(0, segment.start - pad) : segment.start - shift;
            long end = Math.min(samples, segment.end + pad);
            if (i + 1 < segments.size()) {
                long gap = segments.get(i + 1).start - segment.end;
                shift = gap < 2 * pad ? gap / 2 : pad;
                end = gap < 2 * pad ? segment.end + shift : Math.min(samples, segment.end + pad);
            }
            padded.add(new Segment(start, end));
        }
        return padded;
    }
}
