package moderato.media;

import java.util.Optional;

/**
 * What a media file is, as far as its headers and first packets tell.
 *
 * @param container the name of its format, such as {@code mp4} or {@code matroska}
 * @param durationSeconds the length its headers promise, 0 when they promise none; what was decoded may differ
 * @param video its picture track, if it has one
 * @param audio its sound track, if it has one
 * @param others its tracks that are not decoded
 */
public record Probe(String container, double durationSeconds, Optional<VideoTrack> video, Optional<AudioTrack> audio, OtherTracks others) {

    /**
     * How many seconds are missing to what the headers promise; 0 where the difference is within what headers err by.
     *
     * @param held the seconds that could be decoded
     */
    double missing(double held) {
        return durationSeconds > held + Math.max(0.5, held / 20) ? durationSeconds - held : 0;
    }

    /**
     * The picture track.
     *
     * @param codec such as {@code h264}
     * @param width pixels of the displayed picture, after rotation and with square pixels
     * @param height pixels of the displayed picture, after rotation and with square pixels
     * @param frameRate average frames per second, 0 when unknown
     * @param rotation the angle the file's display matrix names, counter-clockwise: 0 to 359 degrees
     */
    public record VideoTrack(String codec, int width, int height, double frameRate, int rotation) {}

    /**
     * The sound track that is decoded: the file's default, or its first.
     *
     * @param codec such as {@code aac}
     * @param sampleRate samples per second in the file
     * @param channels channels in the file
     * @param tracks how many sound tracks the file has
     */
    public record AudioTrack(String codec, int sampleRate, int channels, int tracks) {}

    /**
     * How many tracks a player may show or play and nothing here decodes.
     *
     * @param pictures picture tracks and cover pictures
     * @param sounds sound tracks, also those whose coding is not known
     * @param subtitles subtitle tracks
     */
    public record OtherTracks(int pictures, int sounds, int subtitles) {}
}
