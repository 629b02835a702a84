package moderato.moderation;

import java.util.List;
import java.util.Optional;

/**
 * Somebody who appears in the video, recognised by face within this video only.
 *
 * @param person a name within the package, such as {@code person-1}
 * @param first when the first appearance begins, in seconds from the start
 * @param last when the last appearance ends, in seconds from the start
 * @param seconds for how long in all, each moment counted once
 * @param frames in how many analysed frames
 * @param bestFrame the frame that shows the face best
 * @param box where the face is in that frame
 * @param match the entry of a watchlist that the face resembles
 */
public record Person(
        String person,
        double first,
        double last,
        double seconds,
        int frames,
        Optional<String> bestFrame,
        Optional<Box> box,
        Optional<Match> match) {

    /** The same person with the times of the evidence that shows them, which reaches from change to change and not from frame to frame. */
    Person shownBy(List<Evidence> evidence) {
        List<Evidence> shown = evidence.stream().filter(item -> item.person().filter(person::equals).isPresent()).toList();
        if (shown.isEmpty()) {
            return this;
        }
        double from = shown.stream().mapToDouble(Evidence::start).min().orElse(first);
        double to = shown.stream().mapToDouble(Evidence::end).max().orElse(last);
        double seen = Measure.seconds(shown.stream().map(item -> new Measure.Stretch(item.start(), item.end())).toList());
        return new Person(person, from, to, Round.time(seen), frames, bestFrame, box, match);
    }

    /**
     * A likeness to somebody on a watchlist; a person has to compare.
     *
     * @param list the watchlist's name
     * @param name whom the list names
     * @param purpose what the list is kept for
     * @param similarity cosine of the two embeddings, at most 1
     */
    public record Match(String list, String name, String purpose, double similarity) {
    }
}
