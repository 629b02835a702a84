package moderato.moderation;

import java.util.Optional;

/**
 * Somebody who appears in the video, recognised by face within this video only.
 *
 * @param person a name within the package, such as {@code person-1}
 * @param first the first appearance, in seconds from the start
 * @param last the last appearance, in seconds from the start
 * @param seconds for how long in all
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
