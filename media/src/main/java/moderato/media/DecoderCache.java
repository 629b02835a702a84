package moderato.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The JVM's cache of the classes that a decoding process loads: it starts in half of the time with it. Where there is none, it starts without.
 */
public final class DecoderCache {

    /** The system property that names the cache's file. */
    public static final String PROPERTY = "moderato.decoder.cache";

    private DecoderCache() {}

    static Optional<Path> file() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).filter(Files::exists);
    }

    /**
     * Makes the cache by decoding a file.
     *
     * @param cache the file to write
     * @param trusted a picture or video of the program's own: it is decoded without the limits that others are decoded in
     */
    public static void make(Path cache, Path trusted) throws IOException, InterruptedException {
        DecodeRequest request = new DecodeRequest(new Sampling.Adaptive(), DecodeRequest.Pixels.JPEG, 960, DecodeRequest.SMALL_LUMA, true);
        ProcessBuilder builder = DecoderProcess.command(DecoderWarmUp.class, "-XX:AOTCacheOutput=" + cache, "decode", request, DecoderSettings.defaults());
        builder.redirectInput(trusted.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.start().waitFor();
    }
}
