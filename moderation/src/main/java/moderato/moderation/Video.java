package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Facts about a moderated video.
 *
 * @param file its name, without folders
 * @param sha256 the digest of its bytes, in hexadecimal
 * @param bytes its size
 * @param durationSeconds its length; 0 for a still picture
 * @param container the container format, as FFmpeg names it
 * @param video its picture; empty, and null in JSON, when it has none
 * @param audio its sound; empty, and null in JSON, when it has none
 * @param frames how many frames were touched, and how
 * @param warnings what was odd about the file, as sentences
 */
public record Video(
        String file,
        String sha256,
        long bytes,
        double durationSeconds,
        String container,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Picture> video,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Sound> audio,
        Frames frames,
        List<String> warnings) {

    public Video {
        warnings = List.copyOf(warnings);
    }

    /** The same video under another name. */
    Video called(String name) {
        return new Video(name, sha256, bytes, durationSeconds, container, video, audio, frames, warnings);
    }

    /**
     * The picture.
     *
     * @param width of the displayed picture in pixels, after rotation
     * @param height of the displayed picture in pixels, after rotation
     * @param frameRate frames per second on average
     * @param rotation by how many degrees it is turned for display
     */
    public record Picture(String codec, int width, int height, double frameRate, int rotation) {
    }

    /**
     * The sound.
     *
     * @param sampleRate samples per second
     * @param tracks how many audio tracks there are
     */
    public record Sound(String codec, int sampleRate, int channels, int tracks) {
    }

    /**
     * How many frames were touched.
     *
     * @param decoded decoded from the video
     * @param stored kept as pictures for the analysis
     * @param analysed looked at by at least one model
     * @param reused answered by an earlier, nearly identical frame
     */
    public record Frames(long decoded, long stored, long analysed, long reused) {
    }
}
