package moderato.media;

import java.nio.file.Path;

/** One stretch of the picture track of a clip that {@link ClipMaker} makes. */
public sealed interface ClipPart {

    /** Where its pictures come from. */
    Path file();

    /** How long it is shown, in seconds. */
    double seconds();

    /**
     * A picture that stands still.
     *
     * @param file a PNG or JPEG file
     * @param seconds how long it is shown
     */
    record Still(Path file, double seconds) implements ClipPart {
        public Still {
            check(seconds);
        }
    }

    /**
     * A picture over which a camera wanders, so that it never stands still; its edges are out of sight.
     *
     * @param file a PNG or JPEG file
     * @param seconds how long it is shown
     */
    record Wandering(Path file, double seconds) implements ClipPart {
        public Wandering {
            check(seconds);
        }
    }

    /**
     * The beginning of a video.
     *
     * @param file the video
     * @param seconds how much of it is shown; not more than it has
     */
    record Footage(Path file, double seconds) implements ClipPart {
        public Footage {
            check(seconds);
        }
    }

    private static void check(double seconds) {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new IllegalArgumentException("a part of a clip lasts up to an hour, not " + seconds + " seconds");
        }
    }
}
