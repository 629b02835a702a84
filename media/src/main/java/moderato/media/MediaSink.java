package moderato.media;

import java.io.IOException;

/** Where a decode delivers what it finds, in the order of the file, on the thread that called. */
public interface MediaSink {

    /** Tells what the file is, before anything else. */
    default void probed(Probe probe) throws IOException {}

    /**
     * Takes the next candidate frame.
     *
     * @return whether to go on; false ends the decode here, which is no error
     */
    boolean frame(Frame frame) throws IOException;

    /**
     * Takes the next stretch of sound, without gaps: the first sample is at second 0 of the video, as a frame of {@code pts} 0 is.
     *
     * @param samples 16 kHz mono, 16 bits signed, little endian
     */
    default void audio(byte[] samples) throws IOException {}

    /**
     * Tells how far the decode has come.
     *
     * @param seconds seconds of video decoded
     */
    default void progress(double seconds) {}

    /** Tells of damage in the file that the decode went over; a sentence without the file's name. */
    default void warning(String sentence) {}
}
