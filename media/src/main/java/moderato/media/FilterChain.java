package moderato.media;

import java.util.Optional;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

/** A chain of FFmpeg's video filters, made for frames of one size and format. */
final class FilterChain {

    private final AVFilterGraph graph = avfilter_graph_alloc();
    private final AVFilterContext source = new AVFilterContext();
    private final AVFilterContext sink = new AVFilterContext();
    private final AVRational timeBase;
    private final int width;
    private final int height;
    private final int format;

    private FilterChain(AVFrame frame, AVRational timeBase) {
        this.timeBase = timeBase;
        width = frame.width();
        height = frame.height();
        format = frame.format();
    }

    /** Makes a chain for frames like this one, or nothing when its format is beyond the filters. */
    static Optional<FilterChain> make(AVFrame frame, AVRational timeBase, String filters) {
        FilterChain chain = new FilterChain(frame, timeBase);
        if (chain.build(frame, filters)) {
            return Optional.of(chain);
        }
        chain.free();
        return Optional.empty();
    }

    private boolean build(AVFrame frame, String filters) {
        AVRational aspect = frame.sample_aspect_ratio();
        String shape = "video_size=%dx%d:pix_fmt=%d:time_base=%d/%d:pixel_aspect=%d/%d:colorspace=%d:range=%d"
                .formatted(width, height, format, timeBase.num(), timeBase.den(), aspect.num(), Math.max(1, aspect.den()),
                        frame.colorspace(), frame.color_range());
        if (avfilter_graph_create_filter(source, avfilter_get_by_name("buffer"), "in", shape, null, graph) < 0
                || avfilter_graph_create_filter(sink, avfilter_get_by_name("buffersink"), "out", null, null, graph) < 0) {
            return false;
        }
        AVFilterInOut outputs = end("in", source);
        AVFilterInOut inputs = end("out", sink);
        graph.nb_threads(1);
        return avfilter_graph_parse_ptr(graph, filters, inputs, outputs, null) >= 0
                && avfilter_graph_config(graph, (Pointer) null) >= 0;
    }

    private static AVFilterInOut end(String name, AVFilterContext filter) {
        AVFilterInOut end = avfilter_inout_alloc();
        end.name(av_strdup(new BytePointer(name)));
        end.filter_ctx(filter);
        end.pad_idx(0);
        end.next(null);
        return end;
    }

    boolean fits(AVFrame frame) {
        return frame.width() == width && frame.height() == height && frame.format() == format;
    }

    /** Gives the chain a frame, which stays the caller's; null tells that there are no more. */
    boolean push(@org.jspecify.annotations.Nullable AVFrame frame) {
        return av_buffersrc_add_frame_flags(source, frame, AV_BUFFERSRC_FLAG_KEEP_REF) >= 0;
    }

    /** Takes the next finished frame, if there is one yet; its times are in the time base of those that went in. */
    boolean pull(AVFrame target) {
        if (av_buffersink_get_frame(sink, target) < 0) {
            return false;
        }
        // De-interlacers count in half the unit, which lets them place each field.
        AVRational counted = av_buffersink_get_time_base(sink);
        if (target.pts() != AV_NOPTS_VALUE) {
            target.pts(av_rescale_q(target.pts(), counted, timeBase));
        }
        target.duration(av_rescale_q(target.duration(), counted, timeBase));
        return true;
    }

    void free() {
        avfilter_graph_free(graph);
    }
}
