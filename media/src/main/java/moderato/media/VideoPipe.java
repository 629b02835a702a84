package moderato.media;

import java.io.IOException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

/** The picture track on its way from packets to candidates: decoded, de-interlaced where flagged, and put into line for those who sample and send. */
final class VideoPipe {

    private static final String DEINTERLACE = "bwdif=mode=send_frame:deint=interlaced";

    /** Above this, frames in parallel would take too much memory. */
    private static final long ONE_THREAD_PIXELS = 4096L * 2304;

    /** Frames that wait to be looked at, together with the one that is being looked at. */
    private static final int WAITING = 4;

    private final Slots slots;
    private final boolean everyFrame;
    private final Candidates candidates;
    private final FrameLine line;
    private final Output output;
    private final AVCodecContext context;
    private final AVRational timeBase;
    private final double unit;
    private final double nominalFrame;
    private final long origin;
    private final AVFrame decoded = av_frame_alloc();
    private final AVFrame filtered = av_frame_alloc();
    private Optional<FilterChain> deinterlacer = Optional.empty();
    private double lastSeconds = -1;
    private double end;
    private int frames;
    private int damagedPackets;
    private boolean ranBackwards;

    VideoPipe(MediaFile file, AVStream stream, Arguments arguments, double originSeconds, Output output) throws DecodeFailure {
        this.slots = new Slots(arguments.request().sampling());
        this.everyFrame = arguments.request().sampling() instanceof Sampling.Adaptive;
        this.candidates = new Candidates(file, arguments.request(), output);
        this.output = output;
        boolean huge = (long) stream.codecpar().width() * stream.codecpar().height() > ONE_THREAD_PIXELS;
        this.line = new FrameLine(candidates::look, huge ? 0 : WAITING);
        this.timeBase = stream.time_base();
        this.unit = MediaFile.ratio(timeBase);
        double rate = MediaFile.ratio(stream.avg_frame_rate());
        this.nominalFrame = rate > 0.1 && rate < 1000 ? 1 / rate : 0.04;
        this.origin = unit > 0 ? Math.round(originSeconds / unit) : 0;
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        this.context = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(context, stream.codecpar());
        context.pkt_timebase(timeBase);
        context.max_pixels(Message.MAX_PIXELS);
        context.thread_type(AVCodecContext.FF_THREAD_FRAME);
        context.thread_count(huge ? 1 : arguments.threads());
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            throw new DecodeFailure(MediaException.Reason.NOTHING_DECODED, "has pictures whose coding parameters make no sense.");
        }
    }

    /** Decodes one packet; null tells that there are no more. */
    void accept(@Nullable AVPacket packet) throws IOException, DecodeFailure {
        if (packet != null && packet.size() == 0) {
            // Theora and AVI say so that the picture before is shown on.
            return;
        }
        int sent = avcodec_send_packet(context, packet);
        if (sent == Codes.ENOMEM) {
            throw tooLarge();
        }
        if (sent < 0 && sent != AVERROR_EOF) {
            damagedPackets++;
        }
        while (true) {
            int received = avcodec_receive_frame(context, decoded);
            if (received == Codes.EAGAIN || received == AVERROR_EOF) {
                return;
            }
            if (received == Codes.ENOMEM) {
                throw tooLarge();
            }
            if (received < 0) {
                damagedPackets++;
                if (packet != null) {
                    return;
                }
                continue;
            }
            deinterlace();
        }
    }

    private static DecodeFailure tooLarge() {
        return new DecodeFailure(MediaException.Reason.TOO_LARGE, "takes more memory to decode than a media file may.");
    }

    private void deinterlace() throws IOException, DecodeFailure {
        boolean interlaced = (decoded.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0;
        if (deinterlacer.isPresent() && !deinterlacer.get().fits(decoded)) {
            drain();
        }
        if (deinterlacer.isEmpty() && interlaced) {
            deinterlacer = FilterChain.make(decoded, timeBase, DEINTERLACE);
        }
        if (deinterlacer.isEmpty()) {
            sample(decoded);
            return;
        }
        decoded.pts(decoded.best_effort_timestamp());
        deinterlacer.get().push(decoded);
        while (deinterlacer.get().pull(filtered)) {
            filtered.best_effort_timestamp(filtered.pts());
            sample(filtered);
            av_frame_unref(filtered);
        }
    }

    private void drain() throws IOException, DecodeFailure {
        if (deinterlacer.isPresent()) {
            FilterChain chain = deinterlacer.get();
            chain.push(null);
            while (chain.pull(filtered)) {
                filtered.best_effort_timestamp(filtered.pts());
                sample(filtered);
                av_frame_unref(filtered);
            }
            chain.free();
            deinterlacer = Optional.empty();
        }
    }

    private void sample(AVFrame frame) throws IOException, DecodeFailure {
        double seconds = seconds(frame);
        int index = frames++;
        double length = frame.duration() > 0 ? frame.duration() * unit : nominalFrame;
        end = Math.max(end, seconds + length);
        output.tick(seconds);
        boolean newSlot = slots.begins(seconds);
        if (newSlot || everyFrame) {
            line.take(frame, new FrameLine.Place(seconds, index, newSlot));
        }
    }

    private double seconds(AVFrame frame) {
        double seconds;
        if (frame.best_effort_timestamp() == AV_NOPTS_VALUE || unit == 0) {
            seconds = lastSeconds < 0 ? 0 : lastSeconds + nominalFrame;
        } else {
            seconds = Math.max(0, (double) (frame.best_effort_timestamp() - origin) * timeBase.num() / timeBase.den());
        }
        if (seconds < lastSeconds) {
            ranBackwards = true;
            seconds = lastSeconds + nominalFrame;
        }
        lastSeconds = seconds;
        return seconds;
    }

    /** Delivers what is still held back. */
    void finish() throws IOException, DecodeFailure {
        accept(null);
        drain();
        line.finish();
        candidates.finish();
        if (damagedPackets > 0) {
            output.send(new Message.Warned("%d %s of the picture track %s damaged and left out."
                    .formatted(damagedPackets, damagedPackets == 1 ? "packet" : "packets", damagedPackets == 1 ? "is" : "are")));
        }
        if (ranBackwards) {
            output.send(new Message.Warned("Some pictures have times before those of pictures that come first; they were put behind them."));
        }
    }

    /** The second at which the last frame ends. */
    double end() {
        return end;
    }

    int frames() {
        return frames;
    }
}
