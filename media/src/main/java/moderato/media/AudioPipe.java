package moderato.media;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

/** The sound track on its way from packets to 16 kHz mono, laid on the video's time: gaps become silence, what lies before second 0 is cut. */
final class AudioPipe {

    private static final int RATE = 16_000;
    private static final int CHUNK_BYTES = 1 << 15;

    /** Timestamps waver by less; correcting that would tear the sound. */
    private static final long TOLERATED = RATE / 10;

    /** A longer gap is damage, not silence. */
    private static final long LONGEST_GAP = 600L * RATE;

    /** All silence put in, so that a small file cannot fill the disk. */
    private static final long MOST_SILENCE = 7200L * RATE;

    private static final int PADDING = 256;

    private record Source(int rate, int format, int channels) {}

    private final Output output;
    private final AVCodecContext context;
    private final double unit;
    private final double originSeconds;
    private final AVFrame decoded = av_frame_alloc();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int filled;
    private Optional<Source> source = Optional.empty();
    private Optional<SwrContext> resampler = Optional.empty();
    private BytePointer converted = new BytePointer(CHUNK_BYTES);
    private long written;
    private long shift;
    private long silence;
    private int damagedPackets;
    private double damagedSeconds;
    private boolean torn;

    AudioPipe(AVStream stream, double originSeconds, Output output) throws DecodeFailure {
        this.output = output;
        this.originSeconds = originSeconds;
        this.unit = MediaFile.ratio(stream.time_base());
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        this.context = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(context, stream.codecpar());
        context.pkt_timebase(stream.time_base());
        context.thread_count(1);
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            throw new DecodeFailure(MediaException.Reason.NOTHING_DECODED, "has sound whose coding parameters make no sense.");
        }
    }

    /** Decodes one packet; null tells that there are no more. */
    void accept(@Nullable AVPacket packet) throws IOException {
        int sent = avcodec_send_packet(context, packet);
        if (sent < 0 && sent != AVERROR_EOF) {
            damaged(packet);
        }
        while (true) {
            int received = avcodec_receive_frame(context, decoded);
            if (received == Codes.EAGAIN || received == AVERROR_EOF) {
                return;
            }
            if (received < 0) {
                damaged(packet);
                return;
            }
            output.tick(seconds());
            resample();
        }
    }

    private void damaged(@Nullable AVPacket packet) {
        damagedPackets++;
        damagedSeconds += packet == null ? 0 : Math.max(0, packet.duration() * unit);
    }

    private void resample() throws IOException {
        Source now = new Source(decoded.sample_rate(), decoded.format(), decoded.ch_layout().nb_channels());
        if (!source.equals(Optional.of(now))) {
            flush();
            if (!open(now)) {
                damagedPackets++;
                return;
            }
        }
        int skip = place();
        int room = Math.toIntExact((long) decoded.nb_samples() * RATE / now.rate + PADDING);
        convert(decoded.extended_data(), decoded.nb_samples(), room, skip);
    }

    private boolean open(Source now) {
        AVChannelLayout layout = new AVChannelLayout();
        if (decoded.ch_layout().order() == 0) {
            av_channel_layout_default(layout, now.channels);
        } else {
            av_channel_layout_copy(layout, decoded.ch_layout());
        }
        AVChannelLayout mono = new AVChannelLayout();
        av_channel_layout_default(mono, 1);
        SwrContext made = new SwrContext(null);
        if (now.rate <= 0 || swr_alloc_set_opts2(made, mono, AV_SAMPLE_FMT_S16, RATE, layout, now.format, now.rate, 0, null) < 0
                || swr_init(made) < 0) {
            return false;
        }
        resampler = Optional.of(made);
        source = Optional.of(now);
        return true;
    }

    /**
     * Puts silence where the frame's timestamp leaves a gap.
     *
     * @return how many of the next samples lie before the end of what is there already, and are to be left out
     */
    private int place() throws IOException {
        if (decoded.best_effort_timestamp() == AV_NOPTS_VALUE) {
            return 0;
        }
        long target = Math.round((decoded.best_effort_timestamp() * unit - originSeconds) * RATE) + shift;
        long gap = target - written;
        boolean first = written == 0;
        if (Math.abs(gap) <= TOLERATED && !first) {
            return 0;
        }
        if (gap > LONGEST_GAP || silence + gap > MOST_SILENCE || gap < -LONGEST_GAP) {
            torn = true;
            shift -= gap;
            return 0;
        }
        if (gap > 0) {
            silence += gap;
            writeSilence(gap);
            return 0;
        }
        return Math.toIntExact(-gap);
    }

    private void convert(@Nullable PointerPointer input, int samples, int room, int skip) throws IOException {
        if (converted.capacity() < 2L * room) {
            converted.deallocate();
            converted = new BytePointer(2L * room);
        }
        PointerPointer<BytePointer> target = new PointerPointer<>(1);
        target.put(0, converted);
        int count = swr_convert(resampler.orElseThrow(), target, room, input, samples);
        target.deallocate();
        if (count < 0) {
            damagedPackets++;
        } else if (count > skip) {
            byte[] bytes = new byte[2 * (count - skip)];
            converted.position(2L * skip).get(bytes);
            converted.position(0);
            write(bytes);
        }
    }

    private void flush() throws IOException {
        if (resampler.isPresent()) {
            convert(null, 0, RATE, 0);
            swr_free(resampler.get());
            resampler = Optional.empty();
            source = Optional.empty();
        }
    }

    private void writeSilence(long samples) throws IOException {
        byte[] zeros = new byte[(int) Math.min(2 * samples, CHUNK_BYTES)];
        for (long left = 2 * samples; left > 0; left -= zeros.length) {
            write(left < zeros.length ? new byte[(int) left] : zeros);
        }
    }

    private void write(byte[] bytes) throws IOException {
        int done = 0;
        while (done < bytes.length) {
            int count = Math.min(bytes.length - done, CHUNK_BYTES - filled);
            System.arraycopy(bytes, done, chunk, filled, count);
            filled += count;
            done += count;
            if (filled == CHUNK_BYTES) {
                output.send(new Message.Sound(chunk));
                filled = 0;
            }
        }
        written += bytes.length / 2;
    }

    /** Delivers what is still held back. */
    void finish() throws IOException {
        accept(null);
        flush();
        if (filled > 0) {
            output.send(new Message.Sound(Arrays.copyOf(chunk, filled)));
            filled = 0;
        }
        if (damagedPackets > 0) {
            output.send(new Message.Warned("%d %s of the sound track %s damaged and left out."
                    .formatted(damagedPackets, damagedPackets == 1 ? "packet" : "packets", damagedPackets == 1 ? "is" : "are")));
        }
        if (torn) {
            output.send(new Message.Warned("The sound track's times jump; the sound was joined where they do."));
        }
    }

    /** How much of the sound could not be decoded. */
    double damagedSeconds() {
        return damagedSeconds;
    }

    /** The second at which the sound written so far ends. */
    double seconds() {
        return (double) written / RATE;
    }
}
