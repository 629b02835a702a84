package moderato.media;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.ShortPointer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

/**
 * Writes frames of one size as JPEG of quality 95 in the sense of the Independent JPEG Group: the tables of ITU-T T.81 annex K, scaled by
 * (200 - 2 * 95) percent.
 *
 * <p>FFmpeg's encoder multiplies its matrices by q / 8, so q is held at 8; the first coefficient has a table of its own, which is 2 at this
 * precision, as in both tables at quality 95.
 */
final class JpegEncoder {

    private static final int SCALE_PERCENT = 10;

    private static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37,
        56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
    };

    private static final int[] CHROMA = {
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
    };

    private static final int UNITY = 8;
    private static final int FIRST_COEFFICIENT_BY_2 = 2;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();

    JpegEncoder(int width, int height) {
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        context = avcodec_alloc_context3(codec);
        context.width(width);
        context.height(height);
        context.pix_fmt(AV_PIX_FMT_YUVJ420P);
        context.color_range(AVCOL_RANGE_JPEG);
        context.time_base(new AVRational().num(1).den(25));
        context.thread_count(1);
        context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
        context.global_quality(UNITY * FF_QP2LAMBDA);
        context.qmin(UNITY);
        context.qmax(UNITY);
        context.intra_dc_precision(FIRST_COEFFICIENT_BY_2);
        context.intra_matrix(matrix(LUMA));
        context.chroma_intra_matrix(matrix(CHROMA));
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            throw new IllegalStateException("the JPEG encoder refuses a picture of %d x %d".formatted(width, height));
        }
    }

    int width() {
        return context.width();
    }

    int height() {
        return context.height();
    }

    byte[] encode(AVFrame frame) {
        frame.quality(UNITY * FF_QP2LAMBDA);
        frame.pict_type(0);
        if (avcodec_send_frame(context, frame) < 0 || avcodec_receive_packet(context, packet) < 0) {
            throw new IllegalStateException("a picture could not be written as JPEG");
        }
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        av_packet_unref(packet);
        return bytes;
    }

    /** FFmpeg frees the matrices with the context, so they come from its own allocator. */
    private static ShortPointer matrix(int[] table) {
        ShortPointer matrix = new ShortPointer(av_malloc(64 * Short.BYTES)).capacity(64);
        for (int i = 0; i < 64; i++) {
            matrix.put(i, (short) Math.clamp((table[i] * SCALE_PERCENT + 50) / 100, 1, 255));
        }
        return matrix;
    }
}
