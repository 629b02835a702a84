package moderato.media;

import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;

/** Makes out of decoded frames what is compared, hashed and kept of them: fingerprint, brightness, and the displayed picture. */
final class FrameMaker {

    private final MediaFile file;
    private final int longerSide;
    private final int lumaSide;
    private final Scaler miniature = new Scaler(AV_PIX_FMT_YUV420P, SWS_AREA);
    private final Scaler grey = new Scaler(AV_PIX_FMT_GRAY8, SWS_AREA);
    private final Scaler colour = new Scaler(AV_PIX_FMT_BGR24, SWS_BICUBIC);
    private final Scaler planar = new Scaler(AV_PIX_FMT_YUVJ420P, SWS_BICUBIC | SWS_ACCURATE_RND);
    private final AVFrame turned = av_frame_alloc();
    private final AVFrame mapped = av_frame_alloc();
    private Optional<FilterChain> toneMap = Optional.empty();
    private Optional<JpegEncoder> encoder = Optional.empty();

    FrameMaker(MediaFile file, DecodeRequest request) {
        this.file = file;
        this.longerSide = request.longerSide();
        this.lumaSide = request.lumaSide();
    }

    Fingerprint fingerprint(AVFrame frame) throws DecodeFailure {
        AVFrame small = miniature.scale(frame, Fingerprint.WIDTH, Fingerprint.HEIGHT);
        byte[] cells = new byte[Fingerprint.CELLS];
        Planes.read(small, 0, Fingerprint.WIDTH, Fingerprint.HEIGHT, cells, 0);
        int chroma = Fingerprint.LUMA_CELLS / 4;
        Planes.read(small, 1, Fingerprint.WIDTH / 2, Fingerprint.HEIGHT / 2, cells, Fingerprint.LUMA_CELLS);
        Planes.read(small, 2, Fingerprint.WIDTH / 2, Fingerprint.HEIGHT / 2, cells, Fingerprint.LUMA_CELLS + chroma);
        return new Fingerprint(cells);
    }

    /**
     * The frame in the range and colours of an ordinary screen: itself, unless it is HDR (PQ or HLG). Those are made linear, squeezed by Hable's
     * curve and written as BT.709, at the size in which they are kept, since this is dear.
     */
    AVFrame ordinary(AVFrame frame) throws DecodeFailure {
        if (frame.color_trc() != AVCOL_TRC_SMPTE2084 && frame.color_trc() != AVCOL_TRC_ARIB_STD_B67) {
            return frame;
        }
        if (toneMap.isEmpty() || !toneMap.get().fits(frame)) {
            toneMap.ifPresent(FilterChain::free);
            Display display = file.display(frame.width(), frame.height(), frame.sample_aspect_ratio()).within(longerSide);
            String filters = ("zscale=w=%d:h=%d:t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,"
                            + "zscale=t=bt709:m=bt709:r=limited,format=yuv420p,setsar=1")
                    .formatted(even(display.scaledWidth()), even(display.scaledHeight()));
            toneMap = FilterChain.make(frame, new AVRational().num(1).den(1), filters);
        }
        av_frame_unref(mapped);
        if (toneMap.isEmpty() || !toneMap.get().push(frame) || !toneMap.get().pull(mapped)) {
            return frame;
        }
        return mapped;
    }

    private static int even(int size) {
        return Math.max(2, size & ~1);
    }

    /** The displayed picture's brightness. */
    Luma luma(AVFrame frame) throws DecodeFailure {
        Display display = file.display(frame.width(), frame.height(), frame.sample_aspect_ratio());
        int shrink = shrink(frame.width(), frame.height());
        int width = Math.max(1, frame.width() / shrink);
        int height = Math.max(1, frame.height() / shrink);
        byte[] pixels = Planes.read(grey.scale(frame, width, height), 0, width, height);
        byte[] shown = display.turn(pixels, width, height, 1);
        return display.transposed() ? new Luma(height, width, shown) : new Luma(width, height, shown);
    }

    /** A whole number, and a divisor of both sides if there is one: then averaging moves no sample of a later filter. */
    private int shrink(int width, int height) {
        int longer = Math.max(width, height);
        int most = longer / lumaSide;
        for (int shrink = most; shrink > most / 2; shrink--) {
            if (width % shrink == 0 && height % shrink == 0) {
                return shrink;
            }
        }
        return Math.max(1, most);
    }

    Picture picture(AVFrame frame) throws DecodeFailure {
        Display display = file.display(frame.width(), frame.height(), frame.sample_aspect_ratio()).within(longerSide);
        int width = display.scaledWidth();
        int height = display.scaledHeight();
        byte[] pixels = Planes.read(colour.scale(frame, width, height), 0, 3 * width, height);
        return new Picture(display.width(), display.height(), display.turn(pixels, width, height, 3));
    }

    /** By way of swscale's usual B, G, R, whose rounding models were fed with: a direct way would move the mean of green by 2. */
    byte[] jpeg(AVFrame frame) throws DecodeFailure {
        Display display = file.display(frame.width(), frame.height(), frame.sample_aspect_ratio()).within(longerSide);
        AVFrame coloured = colour.scale(frame, display.scaledWidth(), display.scaledHeight());
        AVFrame scaled = planar.scale(coloured, display.scaledWidth(), display.scaledHeight());
        AVFrame shown = display.turns() ? turn(scaled, display) : scaled;
        if (encoder.isEmpty() || encoder.get().width() != shown.width() || encoder.get().height() != shown.height()) {
            encoder = Optional.of(new JpegEncoder(shown.width(), shown.height()));
        }
        return encoder.get().encode(shown);
    }

    private AVFrame turn(AVFrame scaled, Display display) throws DecodeFailure {
        if (turned.width() != display.width() || turned.height() != display.height()) {
            av_frame_unref(turned);
            turned.format(scaled.format());
            turned.width(display.width());
            turned.height(display.height());
            turned.color_range(scaled.color_range());
            if (av_frame_get_buffer(turned, 0) < 0) {
                throw new DecodeFailure(MediaException.Reason.TOO_LARGE, "takes more memory to decode than a media file may.");
            }
        }
        for (int plane = 0; plane < 3; plane++) {
            int width = plane == 0 ? scaled.width() : (scaled.width() + 1) / 2;
            int height = plane == 0 ? scaled.height() : (scaled.height() + 1) / 2;
            byte[] bytes = display.turn(Planes.read(scaled, plane, width, height), width, height, 1);
            Planes.write(turned, plane, display.transposed() ? height : width, display.transposed() ? width : height, bytes);
        }
        return turned;
    }
}
