package moderato.moderation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of one moderation.
 *
 * @param video the file to look at
 * @param domains what to look for
 * @param framesPerSecond {@code adaptive}, or a number
 * @param watchlist the enrolled people to look for; none: nobody is compared
 * @param hashLists lists of known content; what a list may hold, {@code docs/evidence.md} says
 * @param models the folder of the model store
 * @param threads how much is looked at at a time
 * @param workFolder where the steps keep what they pass on; removed when the moderation ends
 */
public record ModerationRequest(Path video, List<String> domains, String framesPerSecond, Optional<Path> watchlist, List<Path> hashLists,
        Path models, int threads, Path workFolder) {

    public ModerationRequest {
        domains = List.copyOf(domains);
        hashLists = List.copyOf(hashLists);
        if (threads < 1) {
            throw new IllegalArgumentException("a moderation needs a thread, not " + threads);
        }
    }
}
