package moderato.media;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the decoding process tells its parent, in binary on its standard output.
 *
 * <p>The reader trusts nothing: the process may have been taken over by the file it decodes. Every length is bounded before anything is allocated.
 */
sealed interface Message {

    /** The most pixels of a picture that is decoded. */
    long MAX_PIXELS = 8192L * 8192;

    int MAX_BYTES = 64 << 20;

    record Probed(Probe probe) implements Message {}

    record Candidate(Frame frame) implements Message {}

    record Sound(byte[] samples) implements Message {}

    record Tick(double seconds) implements Message {}

    record Warned(String sentence) implements Message {}

    record Failed(MediaException.Reason reason, String sentence) implements Message {}

    record Done(double durationSeconds, double missingSeconds, int framesDecoded, double processorSeconds) implements Message {}

    /** Writes a message; the caller flushes. */
    static void write(DataOutputStream out, Message message) throws IOException {
        switch (message) {
            case Probed(Probe probe) -> {
                out.writeByte('P');
                writeProbe(out, probe);
            }
            case Candidate(Frame frame) -> {
                out.writeByte('F');
                writeFrame(out, frame);
            }
            case Sound(byte[] samples) -> {
                out.writeByte('S');
                writeBytes(out, samples);
            }
            case Tick(double seconds) -> {
                out.writeByte('T');
                out.writeDouble(seconds);
            }
            case Warned(String sentence) -> {
                out.writeByte('W');
                out.writeUTF(sentence);
            }
            case Failed(MediaException.Reason reason, String sentence) -> {
                out.writeByte('E');
                out.writeUTF(reason.name());
                out.writeUTF(sentence);
            }
            case Done(double duration, double missing, int frames, double processor) -> {
                out.writeByte('D');
                out.writeDouble(duration);
                out.writeDouble(missing);
                out.writeInt(frames);
                out.writeDouble(processor);
            }
        }
    }

    /**
     * Reads the next message.
     *
     * @throws IOException when the stream ends or holds something else
     */
    static Message read(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        try {
            return switch (type) {
                case 'P' -> new Probed(readProbe(in));
                case 'F' -> new Candidate(readFrame(in));
                case 'S' -> new Sound(readBytes(in, MAX_BYTES));
                case 'T' -> new Tick(in.readDouble());
                case 'W' -> new Warned(in.readUTF());
                case 'E' -> new Failed(MediaException.Reason.valueOf(in.readUTF()), in.readUTF());
                case 'D' -> new Done(in.readDouble(), in.readDouble(), in.readInt(), in.readDouble());
                default -> throw new IOException("no message begins with byte " + type);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("a message that makes no sense: " + e.getMessage(), e);
        }
    }

    private static void writeProbe(DataOutputStream out, Probe probe) throws IOException {
        out.writeUTF(probe.container());
        out.writeDouble(probe.durationSeconds());
        out.writeBoolean(probe.video().isPresent());
        if (probe.video().isPresent()) {
            Probe.VideoTrack video = probe.video().get();
            out.writeUTF(video.codec());
            out.writeInt(video.width());
            out.writeInt(video.height());
            out.writeDouble(video.frameRate());
            out.writeInt(video.rotation());
        }
        out.writeBoolean(probe.audio().isPresent());
        if (probe.audio().isPresent()) {
            Probe.AudioTrack audio = probe.audio().get();
            out.writeUTF(audio.codec());
            out.writeInt(audio.sampleRate());
            out.writeInt(audio.channels());
            out.writeInt(audio.tracks());
        }
        out.writeInt(probe.others().pictures());
        out.writeInt(probe.others().sounds());
        out.writeInt(probe.others().subtitles());
    }

    private static Probe readProbe(DataInputStream in) throws IOException {
        String container = in.readUTF();
        double duration = in.readDouble();
        Optional<Probe.VideoTrack> video = in.readBoolean()
                ? Optional.of(new Probe.VideoTrack(in.readUTF(), in.readInt(), in.readInt(), in.readDouble(), in.readInt()))
                : Optional.empty();
        Optional<Probe.AudioTrack> audio = in.readBoolean()
                ? Optional.of(new Probe.AudioTrack(in.readUTF(), in.readInt(), in.readInt(), in.readInt()))
                : Optional.empty();
        return new Probe(container, duration, video, audio, new Probe.OtherTracks(in.readInt(), in.readInt(), in.readInt()));
    }

    private static void writeFrame(DataOutputStream out, Frame frame) throws IOException {
        out.writeInt(frame.number());
        out.writeInt(frame.index());
        out.writeDouble(frame.pts());
        out.writeDouble(frame.change());
        out.writeBoolean(frame.base());
        out.writeBoolean(frame.moved());
        out.writeBoolean(frame.cut());
        out.writeInt(frame.sameAs().orElse(-1));
        out.writeBoolean(frame.luma().isPresent());
        if (frame.luma().isPresent()) {
            Luma luma = frame.luma().get();
            out.writeInt(luma.width());
            out.writeInt(luma.height());
            out.write(luma.pixels());
        }
        out.writeBoolean(frame.jpeg().isPresent());
        if (frame.jpeg().isPresent()) {
            writeBytes(out, frame.jpeg().get());
        }
        out.writeBoolean(frame.picture().isPresent());
        if (frame.picture().isPresent()) {
            Picture picture = frame.picture().get();
            out.writeInt(picture.width());
            out.writeInt(picture.height());
            out.write(picture.bgr());
        }
    }

    private static Frame readFrame(DataInputStream in) throws IOException {
        int number = in.readInt();
        int index = in.readInt();
        double pts = in.readDouble();
        double change = in.readDouble();
        boolean base = in.readBoolean();
        boolean moved = in.readBoolean();
        boolean cut = in.readBoolean();
        int sameAs = in.readInt();
        Optional<Luma> luma = in.readBoolean() ? Optional.of(readLuma(in)) : Optional.empty();
        Optional<byte[]> jpeg = in.readBoolean() ? Optional.of(readBytes(in, MAX_BYTES)) : Optional.empty();
        Optional<Picture> picture = in.readBoolean() ? Optional.of(readPicture(in)) : Optional.empty();
        OptionalInt same = sameAs < 0 ? OptionalInt.empty() : OptionalInt.of(sameAs);
        return new Frame(number, index, pts, change, base, moved, cut, same, luma, jpeg, picture);
    }

    private static Luma readLuma(DataInputStream in) throws IOException {
        int width = bounded(in.readInt(), (int) MAX_PIXELS);
        int height = bounded(in.readInt(), (int) (MAX_PIXELS / width));
        return new Luma(width, height, readExactly(in, width * height));
    }

    private static Picture readPicture(DataInputStream in) throws IOException {
        int width = bounded(in.readInt(), (int) MAX_PIXELS);
        int height = bounded(in.readInt(), (int) (MAX_PIXELS / width));
        return new Picture(width, height, readExactly(in, 3 * width * height));
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in, int limit) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > limit) {
            throw new IOException("a message of " + length + " bytes");
        }
        return readExactly(in, length);
    }

    private static byte[] readExactly(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static int bounded(int value, int limit) throws IOException {
        if (value < 1 || value > limit) {
            throw new IOException("a size of " + value);
        }
        return value;
    }
}
