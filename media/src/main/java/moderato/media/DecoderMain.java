package moderato.media;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

/** The program of the decoding process: one file on standard input, {@link Message}s on standard output. */
final class DecoderMain {

    /** No single block of memory that FFmpeg asks for may be larger: a plane of the largest picture at 16 bits. */
    private static final long LARGEST_BLOCK = 2 * Message.MAX_PIXELS + (16 << 20);

    /** Sound that starts this much before the first picture moves second 0 to its own start. */
    private static final double EARLY_SOUND_SECONDS = 0.1;

    /** Damage at the same place again and again means there is no more to come. */
    private static final int MOST_READ_ERRORS = 1000;

    private final Arguments arguments;
    private final Output output;

    private DecoderMain(Arguments arguments, Output output) {
        this.arguments = arguments;
        this.output = output;
    }

    public static void main(String[] words) throws IOException {
        Arguments arguments = Arguments.parse(words);
        loadLibraries();
        Output output = new Output(new FileOutputStream(FileDescriptor.out));
        FileChannel file = new FileInputStream(FileDescriptor.in).getChannel();
        Sandbox.enter(arguments.memoryMegabytes());
        work(arguments, file, output);
        // FFmpeg's threads and memory go with the process.
        Runtime.getRuntime().halt(0);
    }

    static void loadLibraries() {
        Loader.load(avutil.class, avcodec.class, avformat.class, swscale.class, swresample.class, avfilter.class);
    }

    static void work(Arguments arguments, FileChannel file, Output output) throws IOException {
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(LARGEST_BLOCK);
        try {
            new DecoderMain(arguments, output).run(file);
        } catch (DecodeFailure failure) {
            output.send(new Message.Failed(failure.reason(), failure.sentence()));
        }
    }

    private void run(FileChannel channel) throws IOException, DecodeFailure {
        MediaFile file = MediaFile.open(channel);
        output.send(new Message.Probed(file.probe()));
        if (arguments.probeOnly()) {
            done(file.probe().durationSeconds(), 0, 0);
            return;
        }
        double origin = origin(file);
        Optional<VideoPipe> video = Optional.empty();
        Optional<AudioPipe> audio = Optional.empty();
        Set<Integer> wanted = new HashSet<>();
        if (file.video().isPresent()) {
            video = Optional.of(new VideoPipe(file, file.video().get(), arguments, origin, output));
            wanted.add(file.video().get().index());
        }
        if (file.audio().isPresent() && arguments.request().audio()) {
            audio = Optional.of(new AudioPipe(file.audio().get(), origin, output));
            wanted.add(file.audio().get().index());
        }
        file.keepOnly(wanted);
        readAll(file, video, audio);
        if (video.isPresent()) {
            video.get().finish();
        }
        if (audio.isPresent()) {
            audio.get().finish();
        }
        conclude(file, video, audio);
    }

    private void readAll(MediaFile file, Optional<VideoPipe> video, Optional<AudioPipe> audio) throws IOException, DecodeFailure {
        int videoIndex = file.video().map(AVStream::index).orElse(-1);
        int audioIndex = file.audio().map(AVStream::index).orElse(-1);
        AVPacket packet = av_packet_alloc();
        int errors = 0;
        while (errors < MOST_READ_ERRORS) {
            int code = file.next(packet);
            if (code == AVERROR_EOF) {
                break;
            }
            if (code < 0) {
                errors++;
                continue;
            }
            if (video.isPresent() && packet.stream_index() == videoIndex) {
                video.get().accept(packet);
            } else if (audio.isPresent() && packet.stream_index() == audioIndex) {
                audio.get().accept(packet);
            }
            av_packet_unref(packet);
        }
        if (errors > 0) {
            output.send(new Message.Warned("The file is damaged; what could not be read was left out."));
        }
    }

    private void conclude(MediaFile file, Optional<VideoPipe> video, Optional<AudioPipe> audio) throws IOException, DecodeFailure {
        int frames = video.map(VideoPipe::frames).orElse(0);
        double sound = audio.map(AudioPipe::seconds).orElse(0.0);
        if (file.video().isEmpty() && !arguments.request().audio()) {
            throw new DecodeFailure(MediaException.Reason.NOTHING_DECODED, "holds no picture.");
        }
        if (frames == 0 && sound == 0) {
            throw new DecodeFailure(MediaException.Reason.NOTHING_DECODED, "holds nothing that can be decoded: its data are missing or damaged.");
        }
        if (video.isPresent() && frames == 0) {
            output.send(new Message.Warned("No picture of the picture track could be decoded."));
        }
        if (file.askedForOthers()) {
            output.send(new Message.Warned("The file refers to other files; they were not opened."));
        }
        double duration = Math.max(video.map(VideoPipe::end).orElse(0.0), sound);
        Probe probe = file.probe();
        double missing = probe.missing(duration);
        if (missing > 0) {
            output.send(new Message.Warned(
                    "The file promises %.1f seconds but holds %.1f; it may be cut short.".formatted(probe.durationSeconds(), duration)));
        }
        done(duration, Math.max(missing, audio.map(AudioPipe::damagedSeconds).orElse(0.0)), frames);
    }

    private void done(double duration, double missing, int frames) throws IOException {
        double processor = ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
        output.send(new Message.Done(duration, missing, frames, processor));
    }

    /** Second 0: where the first picture is shown, or where the sound starts if that is clearly earlier. */
    private static double origin(MediaFile file) {
        Optional<Double> video = file.video().flatMap(MediaFile::startSeconds);
        Optional<Double> audio = file.audio().flatMap(MediaFile::startSeconds);
        if (video.isPresent() && audio.isPresent()) {
            return audio.get() < video.get() - EARLY_SOUND_SECONDS ? audio.get() : video.get();
        }
        return video.or(() -> audio).orElse(0.0);
    }
}
