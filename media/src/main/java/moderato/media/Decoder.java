package moderato.media;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The reader of media files from strangers: each file is decoded in a child process of its own, which ends with it.
 *
 * <p>The child gets the file as its standard input, already open, and never learns its name. It has bounded memory and is ended when it makes no
 * progress. Whatever happens to it fails its own file only. Safe for use by several threads at once.
 */
public final class Decoder {

    /** Above the longer side of any picture that is decoded: no shrinking. */
    private static final int LARGEST_SIDE = 1 << 20;

    private final DecoderSettings settings;

    public Decoder(DecoderSettings settings) {
        this.settings = settings;
    }

    /** A decoder with {@link DecoderSettings#defaults()}. */
    public Decoder() {
        this(DecoderSettings.defaults());
    }

    /**
     * Reads the headers of a file.
     *
     * @throws MediaException when the file cannot be read
     * @throws InterruptedException when the calling thread is interrupted; the child is gone then
     */
    public Probe probe(Path file) throws IOException, InterruptedException {
        DecodeRequest nothing = new DecodeRequest(new Sampling.Every(), DecodeRequest.Pixels.NONE, 16, 16, false);
        return run(file, "probe", nothing, frame -> true).probe();
    }

    /**
     * Decodes a file once, from its start to its end or until the sink has enough.
     *
     * <p>Damage within the file is gone over with a warning; what can be decoded is delivered. The same file and request give the same candidates,
     * bytes and warnings on one machine.
     *
     * @throws MediaException when the file cannot be read, or nothing in it can be decoded
     * @throws IOException as the sink threw it
     * @throws InterruptedException when the calling thread is interrupted; the child is gone then
     */
    public DecodeResult decode(Path file, DecodeRequest request, MediaSink sink) throws IOException, InterruptedException {
        return run(file, "decode", request, sink);
    }

    /**
     * Reads a still picture of a user in the child process; of a video, its first frame.
     *
     * @throws MediaException when it cannot be read
     */
    public Picture picture(Path file) throws IOException, InterruptedException {
        List<Picture> first = new ArrayList<>(1);
        DecodeRequest request = new DecodeRequest(new Sampling.Every(), DecodeRequest.Pixels.BGR, LARGEST_SIDE, 16, false);
        run(file, "decode", request, frame -> {
            frame.picture().ifPresent(first::add);
            return false;
        });
        if (first.isEmpty()) {
            throw new MediaException(MediaException.Reason.NOTHING_DECODED, quoted(file) + " holds no picture.");
        }
        return first.getFirst();
    }

    private DecodeResult run(Path file, String mode, DecodeRequest request, MediaSink sink)
            throws IOException, InterruptedException {
        checkReadable(file);
        try (DecoderProcess process = DecoderProcess.start(file, mode, request, settings);
                DataInputStream in = new DataInputStream(new BufferedInputStream(process.output(), 1 << 16))) {
            return deliver(file, process, in, sink);
        }
    }

    private static DecodeResult deliver(Path file, DecoderProcess process, DataInputStream in, MediaSink sink)
            throws IOException, InterruptedException {
        Optional<Probe> known = Optional.empty();
        List<String> warnings = new ArrayList<>();
        double reached = 0;
        int frames = 0;
        while (true) {
            Message message;
            try {
                message = Message.read(in);
            } catch (IOException e) {
                throw process.endedEarly(quoted(file));
            }
            process.progressed();
            switch (message) {
                case Message.Probed(Probe probe) -> {
                    known = Optional.of(probe);
                    sink.probed(probe);
                }
                case Message.Candidate(Frame frame) -> {
                    reached = frame.pts();
                    frames = frame.index() + 1;
                    if (!sink.frame(frame)) {
                        return new DecodeResult(known.orElseThrow(), reached, 0, frames, warnings, process.processorSeconds());
                    }
                }
                case Message.Sound(byte[] samples) -> sink.audio(samples);
                case Message.Tick(double seconds) -> sink.progress(seconds);
                case Message.Warned(String sentence) -> {
                    warnings.add(sentence);
                    sink.warning(sentence);
                }
                case Message.Failed(MediaException.Reason reason, String sentence) ->
                    throw new MediaException(reason, quoted(file) + " " + sentence);
                case Message.Done(double duration, double missing, int decoded, double processor) -> {
                    return new DecodeResult(known.orElseThrow(), duration, missing, decoded, warnings, processor);
                }
            }
            process.resume();
        }
    }

    private static void checkReadable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new MediaException(MediaException.Reason.MISSING, quoted(file) + " does not exist.");
        }
        if (!Files.isRegularFile(file)) {
            String what = Files.isDirectory(file) ? "a folder" : "no regular file";
            throw new MediaException(MediaException.Reason.NOT_A_FILE, quoted(file) + " is " + what + ", not a media file.");
        }
        if (!Files.isReadable(file)) {
            throw new MediaException(MediaException.Reason.UNREADABLE, quoted(file) + " may not be read: its rights forbid it.");
        }
        if (Files.size(file) == 0) {
            throw new MediaException(MediaException.Reason.EMPTY, quoted(file) + " is empty: it has no bytes.");
        }
    }

    /** The file's name in quotes, on one line whatever characters it has. */
    static String quoted(Path file) {
        StringBuilder text = new StringBuilder("'");
        new String(file.toString().getBytes(UTF_8), UTF_8).codePoints().forEach(character -> {
            if (Character.isISOControl(character)) {
                text.append("\\u%04x".formatted(character));
            } else {
                text.appendCodePoint(character);
            }
        });
        return text.append('\'').toString();
    }
}
