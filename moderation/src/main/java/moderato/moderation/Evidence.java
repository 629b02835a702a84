package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;

/**
 * One finding on the timeline: a label that a model saw or heard from {@code start} to {@code end}.
 *
 * @param id its name within the package, such as {@code nudity-1}
 * @param domain what kind of analysis found it, such as {@code nudity} or {@code toxicity}
 * @param label the model's own label
 * @param taxonomy its place in the taxonomy from the top down; empty when nothing maps the label
 * @param start seconds from the start of the video
 * @param end seconds from the start of the video, not before {@code start}
 * @param peak the moment of the highest confidence, in seconds
 * @param confidence the confidence at the peak, 0 to 1
 * @param model the model's name and version
 * @param samples the score at each analysed frame with the label, in order of time; empty where a finding is not made of frames
 * @param box where it is in the picture, at the peak
 * @param text what was said, written or listed
 * @param words the words of {@code text} that the confidence rests on, in their order; empty where that was not asked
 * @param person which person of {@code faces} it is
 */
public record Evidence(
        String id,
        String domain,
        String label,
        List<String> taxonomy,
        double start,
        double end,
        double peak,
        double confidence,
        String model,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY) List<Sample> samples,
        Optional<Box> box,
        Optional<String> text,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> words,
        Optional<String> person) {

    public Evidence {
        taxonomy = List.copyOf(taxonomy);
        samples = List.copyOf(samples);
        words = List.copyOf(words);
        if (!(start >= 0 && end >= start)) {
            throw new IllegalArgumentException("evidence " + id + " must not end before it starts: " + start + " to " + end);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("evidence " + id + " has a confidence outside 0 to 1: " + confidence);
        }
    }

    /** Evidence that rests on no words. */
    Evidence(String id, String domain, String label, List<String> taxonomy, double start, double end, double peak, double confidence, String model,
            List<Sample> samples, Optional<Box> box, Optional<String> text, Optional<String> person) {
        this(id, domain, label, taxonomy, start, end, peak, confidence, model, samples, box, text, List.of(), person);
    }

    /** The same evidence under this id. */
    Evidence named(String name) {
        return new Evidence(name, domain, label, taxonomy, start, end, peak, confidence, model, samples, box, text, words, person);
    }

    /** The same evidence, resting on those of these words that its text has. */
    Evidence resting(List<String> on) {
        return new Evidence(id, domain, label, taxonomy, start, end, peak, confidence, model, samples, box, text,
                on.stream().filter(word -> text.orElse("").contains(word)).toList(), person);
    }

    /** How long it lasts, in seconds. */
    double seconds() {
        return end - start;
    }

    /** Whether nothing maps its label. */
    boolean unmapped() {
        return taxonomy.isEmpty();
    }
}
