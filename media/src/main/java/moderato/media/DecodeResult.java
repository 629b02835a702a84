package moderato.media;

import java.util.List;

/**
 * What came of a decode.
 *
 * @param probe what the file is
 * @param durationSeconds the length of what was decoded: the end of the last frame or of the sound, whichever is later
 * @param missingSeconds how many seconds the file promises and does not hold, or of its sound cannot be decoded, whichever is more
 * @param framesDecoded how many frames were decoded, candidates or not
 * @param warnings sentences on damage that was gone over, without the file's name
 * @param processorSeconds processor time the child process used
 */
public record DecodeResult(
        Probe probe, double durationSeconds, double missingSeconds, int framesDecoded, List<String> warnings, double processorSeconds) {
    public DecodeResult {
        warnings = List.copyOf(warnings);
    }
}
