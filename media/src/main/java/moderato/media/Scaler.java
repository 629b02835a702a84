package moderato.media;

import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

/**
 * Scales frames to one size and pixel format, full range, BT.601 where the target is YUV; the source is taken as BT.601 unless it says otherwise.
 *
 * <p>The scaler is made anew when the source's size, format or colours change, as they may in mid-stream.
 */
final class Scaler {

    private record Source(int width, int height, int format, int colours, boolean fullRange) {}

    private final int format;
    private final int flags;
    private final AVFrame target = av_frame_alloc();
    private Optional<Source> source = Optional.empty();
    private Optional<SwsContext> context = Optional.empty();

    /**
     * Makes a scaler.
     *
     * @param format the target's pixel format
     * @param flags swscale's choice of algorithm
     */
    Scaler(int format, int flags) {
        this.format = format;
        this.flags = flags;
    }

    /**
     * Scales one frame. The result stays the scaler's own and is overwritten by the next call.
     *
     * @throws DecodeFailure when the format cannot be converted
     */
    AVFrame scale(AVFrame frame, int width, int height) throws DecodeFailure {
        boolean rgb = (av_pix_fmt_desc_get(frame.format()).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
        boolean fullRange = rgb || frame.color_range() == AVCOL_RANGE_JPEG;
        int colours = frame.colorspace() == AVCOL_SPC_UNSPECIFIED || rgb ? SWS_CS_DEFAULT : frame.colorspace();
        Source now = new Source(frame.width(), frame.height(), frame.format(), colours, fullRange);
        if (!source.equals(Optional.of(now)) || target.width() != width || target.height() != height) {
            prepare(now, width, height);
        }
        int rows = sws_scale(
                context.orElseThrow(), frame.data(), frame.linesize(), 0, frame.height(), target.data(), target.linesize());
        if (rows < 0) {
            throw new DecodeFailure(MediaException.Reason.NOTHING_DECODED, "has pictures of a pixel format that cannot be converted.");
        }
        return target;
    }

    private void prepare(Source now, int width, int height) throws DecodeFailure {
        context.ifPresent(old -> sws_freeContext(old));
        SwsContext made = sws_getContext(
                now.width, now.height, now.format, width, height, format, flags, null, null, (DoublePointer) null);
        if (made == null || made.isNull()) {
            throw new DecodeFailure(MediaException.Reason.NOTHING_DECODED, "has pictures of a pixel format that cannot be converted.");
        }
        sws_setColorspaceDetails(
                made,
                sws_getCoefficients(now.colours),
                now.fullRange ? 1 : 0,
                sws_getCoefficients(SWS_CS_DEFAULT),
                1,
                0,
                1 << 16,
                1 << 16);
        context = Optional.of(made);
        source = Optional.of(now);
        av_frame_unref(target);
        target.format(format);
        target.width(width);
        target.height(height);
        target.color_range(AVCOL_RANGE_JPEG);
        if (av_frame_get_buffer(target, 0) < 0) {
            throw new DecodeFailure(MediaException.Reason.TOO_LARGE, "takes more memory to decode than a media file may.");
        }
    }
}
