package moderato.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static moderato.media.MediaException.Reason.NOTHING_DECODED;
import static moderato.media.MediaException.Reason.NOT_MEDIA;
import static moderato.media.MediaException.Reason.REFUSED;
import static moderato.media.MediaException.Reason.TOO_LARGE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_TS_DISCONT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

/**
 * An open media file: its tracks, and its packets in order.
 *
 * <p>The format is found by content, never by name, and must be on a list of formats that hold their media themselves. Nothing else can be opened:
 * FFmpeg reads through {@link FileInput}, knows no protocol, and every wish for a second file is refused. Native memory is given back when the
 * process ends, which is when the file does.
 */
final class MediaFile {

    private static final Set<String> FORMATS = Set.of(
            "mov", "matroska", "avi", "mpegts", "mpeg", "mpegvideo", "m4v", "flv", "gif", "asf", "ogg", "mxf", "ivf", "obu", "h264", "hevc",
            "dv", "nut", "wav", "w64", "mp3", "aac", "flac", "ac3", "eac3", "aiff", "caf", "amr", "apng", "png_pipe", "jpeg_pipe", "webp_pipe",
            "bmp_pipe", "tiff_pipe");

    /** Formats that are lists of other files or addresses. */
    private static final Set<String> PLAYLISTS =
            Set.of("hls", "dash", "concat", "imf", "sdp", "rtsp", "image2", "webm_dash_manifest", "mpsub", "smil", "redir");

    private static final String PLAYLIST = "is a playlist (%s), which only names other files or addresses; these are never opened.";
    private static final String HLS_MARK = "#EXTM3U";
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    /** A jump of timestamps above this is a splice, where the format allows splices. */
    private static final double SPLICE_SECONDS = 10;

    private static final int TRUSTED_PACKETS = 8;

    /** A higher rate of frames is the time base of a format that tells none. */
    private static final double HIGHEST_RATE = 1000;

    private final AVFormatContext context;
    private final String container;
    private final Refusal refusal;
    private final Optional<AVStream> video;
    private final Optional<AVStream> audio;
    private final int audioTracks;
    private final boolean spliceable;
    private double spliceOffset;
    /** The last offset that held for some time: damaged timestamps jump there and back. */
    private double formerOffset;
    private int heldFor;
    private double lastSeconds = Double.NaN;

    private MediaFile(AVFormatContext context, String container, Refusal refusal) throws DecodeFailure {
        this.context = context;
        this.container = container;
        this.refusal = refusal;
        this.spliceable = (context.iformat().flags() & AVFMT_TS_DISCONT) != 0;
        this.video = best(AVMEDIA_TYPE_VIDEO);
        this.audio = best(AVMEDIA_TYPE_AUDIO);
        this.audioTracks = count(AVMEDIA_TYPE_AUDIO);
        if (video.isEmpty() && audio.isEmpty()) {
            throw new DecodeFailure(NOTHING_DECODED, "has neither pictures nor sound that can be decoded.");
        }
    }

    static MediaFile open(FileChannel channel) throws DecodeFailure, IOException {
        refusePlaylist(channel);
        FileInput input = new FileInput(channel);
        AVInputFormat format = recognise(input);
        AVFormatContext context = avformat_alloc_context();
        Refusal refusal = new Refusal(input);
        context.pb(input.context());
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
        context.io_open(refusal);
        context.max_streams(100);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "protocol_whitelist", "none", 0);
        av_dict_set(options, "enable_drefs", "0", 0);
        av_dict_set(options, "use_absolute_path", "0", 0);
        int opened = avformat_open_input(context, "", format, options);
        if (opened == Codes.ENOMEM) {
            throw new DecodeFailure(TOO_LARGE, "takes more memory to open than a media file may.");
        }
        if (opened < 0) {
            throw new DecodeFailure(NOT_MEDIA, "looks like a file of format %s but cannot be opened: its index is missing or damaged; "
                    .formatted(name(format)) + "the file may be cut short.");
        }
        checkSizes(context);
        if (avformat_find_stream_info(context, (PointerPointer<?>) null) == Codes.ENOMEM) {
            throw new DecodeFailure(TOO_LARGE, "takes more memory to decode than a media file may.");
        }
        checkSizes(context);
        return new MediaFile(context, containerName(name(format)), refusal);
    }

    /** FFmpeg tells an HLS playlist by its name, which is not known here. */
    private static void refusePlaylist(FileChannel channel) throws DecodeFailure, IOException {
        ByteBuffer start = ByteBuffer.allocate(256);
        channel.read(start, 0);
        String text = new String(start.array(), 0, start.position(), ISO_8859_1).stripLeading();
        if (text.startsWith(HLS_MARK) || text.startsWith(BYTE_ORDER_MARK + HLS_MARK)) {
            throw new DecodeFailure(REFUSED, PLAYLIST.formatted("hls"));
        }
    }

    private static AVInputFormat recognise(FileInput input) throws DecodeFailure {
        PointerPointer<AVInputFormat> found = new PointerPointer<>(1);
        found.put(0, (Pointer) null);
        int score = av_probe_input_buffer2(input.context(), found, new BytePointer(""), null, 0, 0);
        AVInputFormat format = found.get(AVInputFormat.class, 0);
        if (score < 0 || format == null || format.isNull()) {
            throw new DecodeFailure(NOT_MEDIA, "is no video, sound or picture in a format that is read here.");
        }
        List<String> names = List.of(name(format).split(","));
        if (names.stream().anyMatch(PLAYLISTS::contains)) {
            throw new DecodeFailure(REFUSED, PLAYLIST.formatted(names.getFirst()));
        }
        if (names.stream().noneMatch(FORMATS::contains)) {
            throw new DecodeFailure(NOT_MEDIA, "is no video, sound or picture in a format that is read here (it looks like %s)."
                    .formatted(names.getFirst()));
        }
        return format;
    }

    private static void checkSizes(AVFormatContext context) throws DecodeFailure {
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters parameters = context.streams(i).codecpar();
            if ((long) parameters.width() * parameters.height() > Message.MAX_PIXELS) {
                throw new DecodeFailure(TOO_LARGE, "has pictures of %d x %d pixels; at most %d million pixels are decoded."
                        .formatted(parameters.width(), parameters.height(), Message.MAX_PIXELS / 1_000_000));
            }
        }
    }

    Probe probe() {
        // A length guessed from the bit rate is no promise.
        boolean promised = context.duration() != AV_NOPTS_VALUE && context.duration_estimation_method() != AVFMT_DURATION_FROM_BITRATE;
        double duration = promised ? Math.max(0, context.duration() / (double) AV_TIME_BASE) : 0;
        Probe.OtherTracks others = new Probe.OtherTracks(
                count(AVMEDIA_TYPE_VIDEO) - (video.isPresent() ? 1 : 0), audioTracks - (audio.isPresent() ? 1 : 0), count(AVMEDIA_TYPE_SUBTITLE));
        return new Probe(container, duration, video.map(this::videoTrack), audio.map(this::audioTrack), others);
    }

    private Probe.VideoTrack videoTrack(AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        Display display = display(parameters.width(), parameters.height(), parameters.sample_aspect_ratio());
        double average = rate(stream.avg_frame_rate());
        double rate = average > 0 ? average : rate(stream.r_frame_rate());
        return new Probe.VideoTrack(codecName(stream), display.width(), display.height(), rate, display.rotation());
    }

    private static double rate(AVRational value) {
        double rate = ratio(value);
        return rate <= HIGHEST_RATE ? rate : 0;
    }

    private Probe.AudioTrack audioTrack(AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        return new Probe.AudioTrack(
                codecName(stream), parameters.sample_rate(), parameters.ch_layout().nb_channels(), audioTracks);
    }

    /** How a picture of so many pixels is displayed. */
    Display display(int width, int height, AVRational pixelAspect) {
        int[] matrix = video.map(MediaFile::displayMatrix).orElseGet(() -> new int[0]);
        return Display.of(width, height, pixelAspect.num(), pixelAspect.den(), matrix);
    }

    private static int[] displayMatrix(AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        if (parameters.nb_coded_side_data() == 0) {
            return new int[0];
        }
        AVPacketSideData data =
                av_packet_side_data_get(parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (data == null || data.isNull() || data.size() < 9 * Integer.BYTES) {
            return new int[0];
        }
        int[] matrix = new int[9];
        new IntPointer(data.data()).get(matrix);
        return matrix;
    }

    Optional<AVStream> video() {
        return video;
    }

    Optional<AVStream> audio() {
        return audio;
    }

    /** Whether the file asked for another file; it got none. */
    boolean askedForOthers() {
        return refusal.refused;
    }

    /**
     * Reads the next packet, with the timestamps of splices evened out.
     *
     * @return 0, {@code AVERROR_EOF} at the end, or another negative code where the file is damaged
     */
    int next(AVPacket packet) {
        int code = av_read_frame(context, packet);
        if (code < 0) {
            return context.pb().eof_reached() != 0 ? AVERROR_EOF : code;
        }
        if (spliceable && packet.dts() != AV_NOPTS_VALUE) {
            evenOut(packet);
        }
        return 0;
    }

    private void evenOut(AVPacket packet) {
        AVRational base = context.streams(packet.stream_index()).time_base();
        double unit = ratio(base);
        double seconds = packet.dts() * unit + spliceOffset;
        if (!Double.isNaN(lastSeconds) && Math.abs(seconds - lastSeconds) > SPLICE_SECONDS) {
            double offset = Math.abs(packet.dts() * unit + formerOffset - lastSeconds) <= SPLICE_SECONDS
                    ? formerOffset
                    : spliceOffset + lastSeconds - seconds;
            formerOffset = heldFor >= TRUSTED_PACKETS ? spliceOffset : formerOffset;
            spliceOffset = offset;
            heldFor = 0;
            seconds = packet.dts() * unit + spliceOffset;
        }
        heldFor++;
        lastSeconds = seconds;
        if (spliceOffset != 0) {
            long shift = Math.round(spliceOffset / unit);
            packet.dts(packet.dts() + shift);
            if (packet.pts() != AV_NOPTS_VALUE) {
                packet.pts(packet.pts() + shift);
            }
        }
    }

    /** The second at which a stream says it starts, if it says so. */
    static Optional<Double> startSeconds(AVStream stream) {
        return stream.start_time() == AV_NOPTS_VALUE ? Optional.empty() : Optional.of(stream.start_time() * ratio(stream.time_base()));
    }

    static double ratio(AVRational value) {
        return value.den() == 0 ? 0 : (double) value.num() / value.den();
    }

    /** The default stream of a kind, otherwise its first; only those with a decoder, and a cover picture only where there is nothing else. */
    private Optional<AVStream> best(int type) {
        AVStream first = null;
        AVStream cover = null;
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            if (!usable(stream, type)) {
                continue;
            }
            if ((stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
                cover = cover == null ? stream : cover;
                continue;
            }
            if ((stream.disposition() & AV_DISPOSITION_DEFAULT) != 0) {
                return Optional.of(stream);
            }
            first = first == null ? stream : first;
        }
        return Optional.ofNullable(first == null ? cover : first);
    }

    private static boolean usable(AVStream stream, int type) {
        AVCodecParameters parameters = stream.codecpar();
        if (parameters.codec_type() != type || avcodec_find_decoder(parameters.codec_id()) == null) {
            return false;
        }
        return type == AVMEDIA_TYPE_VIDEO ? parameters.width() > 0 : parameters.sample_rate() > 0;
    }

    private int count(int type) {
        int count = 0;
        for (int i = 0; i < context.nb_streams(); i++) {
            count += context.streams(i).codecpar().codec_type() == type ? 1 : 0;
        }
        return count;
    }

    void keepOnly(Set<Integer> streams) {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (!streams.contains(i)) {
                context.streams(i).discard(org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL);
            }
        }
    }

    private static String codecName(AVStream stream) {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    private static String name(AVInputFormat format) {
        return format.name().getString();
    }

    private static String containerName(String names) {
        return switch (names) {
            case "mov,mp4,m4a,3gp,3g2,mj2" -> "mp4";
            case "matroska,webm" -> "matroska";
            default -> names;
        };
    }

    /** Lets the file itself be read, and nothing else. */
    private static final class Refusal
            extends AVFormatContext.Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer {

        // Reachable from here as long as FFmpeg holds the addresses of its callbacks.
        @SuppressWarnings({"unused", "UnusedVariable"})
        private final FileInput input;

        private boolean refused;

        Refusal(FileInput input) {
            this.input = input;
        }

        @Override
        public int call(AVFormatContext context, PointerPointer opened, BytePointer address, int flags, PointerPointer options) {
            refused = true;
            return Codes.EPERM;
        }
    }
}
