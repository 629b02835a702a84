package moderato.analysis;

import java.util.List;

/** Which of the candidate frames a step looks at. */
enum FrameSelection {
    /** Every frame that has a picture of its own. */
    ALL,
    /** Those of the first pass, then those between two that differ, half way each time. */
    SEARCH;

    /**
     * The selection of a word: {@code all} or {@code search}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static FrameSelection of(String word) {
        return switch (word) {
            case "all" -> ALL;
            case "search" -> SEARCH;
            default -> throw new IllegalArgumentException("argument --select is neither all nor search: " + word);
        };
    }

    /**
     * The frames selected to begin with, in order of time.
     *
     * @param frames all candidates
     */
    List<VideoFrame> of(List<VideoFrame> frames) {
        return frames.stream()
                .filter(frame -> frame.duplicateOf().isEmpty())
                .filter(frame -> this == ALL || frame.base())
                .toList();
    }
}
