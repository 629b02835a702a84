package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which domains were looked at, and which were not, and why.
 *
 * @param domains each domain's coverage by its name
 * @param missingSeconds how many seconds the file promises and does not hold, or of its sound could not be decoded
 * @param otherTracks the file's tracks that were not decoded, where there are any
 * @param notLookedFor what no model of this run could have found, in the taxonomy's words
 */
public record Coverage(Map<String, Domain> domains, @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Double> missingSeconds,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<OtherTracks> otherTracks, List<String> notLookedFor) {

    public Coverage {
        domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
        notLookedFor = List.copyOf(notLookedFor);
    }

    /** The coverage of a video of which nothing is missing. */
    public Coverage(Map<String, Domain> domains, List<String> notLookedFor) {
        this(domains, Optional.empty(), Optional.empty(), notLookedFor);
    }

    /** The coverage of a domain; one that nothing is known of was not requested. */
    public Domain of(String domain) {
        return Optional.ofNullable(domains.get(domain)).orElse(Domain.of(Status.NOT_REQUESTED, "nobody asked for it"));
    }

    /** Whether a domain was looked at. */
    public enum Status implements Named {
        /** It was looked at. */
        ANALYSED("analysed"),
        /** The video has nothing to look at, such as no sound. */
        ABSENT("absent"),
        /** Looking at it failed. */
        FAILED("failed"),
        /** Nobody asked for it. */
        NOT_REQUESTED("notRequested");

        private final String json;

        Status(String json) {
            this.json = json;
        }

        @Override
        @JsonValue
        public String json() {
            return json;
        }
    }

    /**
     * A domain's coverage.
     *
     * @param status whether it was looked at
     * @param reason why not, as a sentence
     * @param frames how many frames were analysed
     * @param uncoveredSeconds how much of the video no analysed frame stands for
     * @param segments the speech that was heard, and whether a model understands its language
     * @param scores the highest score of every analysed frame, for domains whose score is a curve worth drawing
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Domain(
            Status status,
            Optional<String> reason,
            Optional<Integer> frames,
            Optional<Double> uncoveredSeconds,
            Optional<List<SpeechSegment>> segments,
            Optional<List<Sample>> scores) {

        /** Coverage of which only the status is known. */
        public static Domain of(Status status, String reason) {
            return new Domain(status, Optional.of(reason), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Seconds of speech in languages that no model of the run understands. */
        double unsupportedSpeechSeconds() {
            return segments.orElse(List.of()).stream()
                    .filter(segment -> !segment.supported())
                    .mapToDouble(segment -> segment.end() - segment.start())
                    .sum();
        }
    }

    /**
     * Tracks that a player may show or play and nobody looked at: a moderation takes one picture track and one sound track.
     *
     * @param pictures picture tracks and cover pictures
     * @param sounds sound tracks
     * @param subtitles subtitle tracks
     */
    public record OtherTracks(int pictures, int sounds, int subtitles) {

        boolean any() {
            return pictures > 0 || sounds > 0 || subtitles > 0;
        }
    }

    /**
     * A stretch of speech.
     *
     * @param start seconds from the start of the video
     * @param end seconds from the start of the video
     * @param language the language heard, as a code such as {@code en}
     * @param supported whether a model understands it, so that what was said was analysed
     */
    public record SpeechSegment(double start, double end, String language, boolean supported) {
    }
}
