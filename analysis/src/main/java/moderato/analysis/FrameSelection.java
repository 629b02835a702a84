package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of the candidate frames a step looks at. */
enum FrameSelection {
    /** Every frame that has a picture of its own. */
    ALL,
    /** Those of the first pass. */
    BASE,
    /** Those of the first pass, then those between two that differ, half way each time. */
    SEARCH,
    /** Those that the refine step named. */
    REFINED;

    /**
     * The selection of a word: {@code all}, {@code base}, {@code search} or {@code refined}.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    static FrameSelection of(String word) {
        return switch (word) {
            case "all" -> ALL;
            case "base" -> BASE;
            case "search" -> SEARCH;
            case "refined" -> REFINED;
            default -> throw new IllegalArgumentException("argument --select is none of all, base, search, refined: " + word);
        };
    }

    /**
     * The frames selected to begin with, in order of time.
     *
     * @param frames all candidates
     * @param refine the folder with {@code refine.jsonl}, read for {@link #REFINED} only
     */
    List<VideoFrame> of(List<VideoFrame> frames, Path refine) throws IOException {
        Set<String> named = new HashSet<>();
        if (this == REFINED) {
            for (JsonNode line : JsonLines.read(refine.resolve("refine.jsonl"))) {
                named.add(line.path("frame").asText());
            }
        }
        return frames.stream()
                .filter(frame -> frame.duplicateOf().isEmpty())
                .filter(frame -> switch (this) {
                    case ALL -> true;
                    case BASE, SEARCH -> frame.base();
                    case REFINED -> named.contains(frame.frame());
                })
                .toList();
    }
}
