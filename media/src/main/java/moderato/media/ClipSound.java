package moderato.media;

import java.nio.file.Path;

/**
 * A sound in a clip that {@link ClipMaker} makes.
 *
 * @param file a sound file, or a video, whose sound is taken
 * @param at the second of the clip at which it begins
 */
public record ClipSound(Path file, double at) {

    public ClipSound {
        if (!(at >= 0 && at <= 3600)) {
            throw new IllegalArgumentException("a sound begins within the first hour of a clip, not at second " + at);
        }
    }
}
