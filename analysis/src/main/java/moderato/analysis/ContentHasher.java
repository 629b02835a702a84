package moderato.analysis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import moderato.media.DecodeRequest;
import moderato.media.Decoder;
import moderato.media.Frame;
import moderato.media.MediaSink;
import moderato.media.Probe;
import moderato.media.Sampling;

/** The hashes of pictures and videos, as hash lists are made of them. */
public final class ContentHasher {

    /**
     * One hash.
     *
     * @param frame the place of the frame in its video, from 0, and nothing for a still picture
     * @param hash the PDQ hash: 64 hexadecimal digits
     * @param quality 0 (too plain to be recognised) to 100
     * @param seconds the frame's time from the start of the video, 0 for a still picture
     */
    public record ContentHash(Optional<Integer> frame, String hash, int quality, double seconds) {

        /** The line that stands for it: {@code file,hash,quality} for a picture, {@code frame,quality,hash,seconds} for a frame. */
        public String line(String file) {
            return frame.map(number -> String.format(Locale.ROOT, "%d,%d,%s,%.3f", number, quality, hash, seconds))
                    .orElseGet(() -> "%s,%s,%d".formatted(quoted(file), hash, quality));
        }

        /** The line of a hash list that stands for it, unless its picture is too plain to be recognised. */
        public Optional<String> listed(String label) {
            return quality < KnownContent.QUALITY ? Optional.empty() : Optional.of(hash + "," + quoted(label));
        }

        private static String quoted(String text) {
            boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    /** Where hashes go, in their order. */
    @FunctionalInterface
    public interface Target {
        void take(ContentHash hash) throws IOException;
    }

    private final Decoder decoder;

    public ContentHasher(Decoder decoder) {
        this.decoder = decoder;
    }

    /** What is wrong with a hash list, with its line; nothing when it can be used. */
    public static Optional<String> faults(Path hashList) throws IOException {
        try {
            HashList.read(hashList);
            return Optional.empty();
        } catch (HashListException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Hashes a still picture, or every frame of a video.
     *
     * @throws moderato.media.MediaException when the file cannot be read, or has no picture
     */
    public void hash(Path file, Target target) throws IOException, InterruptedException {
        if (isStill(decoder.probe(file))) {
            Pdq.Hashed hashed = Pdq.hash(decoder.picture(file));
            target.take(new ContentHash(Optional.empty(), hashed.hash().toString(), hashed.quality(), 0));
            return;
        }
        DecodeRequest request =
                new DecodeRequest(new Sampling.Every(), DecodeRequest.Pixels.NONE, 960, DecodeRequest.FULL_LUMA, false);
        decoder.decode(file, request, new MediaSink() {
            @Override
            public boolean frame(Frame frame) throws IOException {
                Pdq.Hashed hashed = Pdq.hash(frame.luma().orElseThrow());
                target.take(new ContentHash(Optional.of(frame.index()), hashed.hash().toString(), hashed.quality(), frame.pts()));
                return true;
            }
        });
    }

    private static boolean isStill(Probe probe) {
        return probe.container().endsWith("_pipe");
    }
}
