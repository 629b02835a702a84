package moderato.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * A maker of MP4 clips, H.264 and AAC, from pictures, videos and sounds that we know.
 *
 * <p>The FFmpeg program of the library does the work, in a child process. Its inputs are not guarded as those of {@link Decoder} are: give it no
 * file of a stranger.
 *
 * @param width of the clip, in pixels; pictures of another shape get black bars
 * @param height of the clip, in pixels
 * @param framesPerSecond its frame rate
 */
public record ClipMaker(int width, int height, int framesPerSecond) {

    /** What the program loads beside the library's own parts, where the platform has them. */
    private static final List<String> PROGRAM_LIBRARIES = List.of("libva.so.2", "libva-drm.so.2", "libdrm.so.2");

    private static final int SOUND_RATE = 44_100;
    private static final long MINUTES = 5;
    private static final int LONGEST_COMPLAINT = 2000;

    public ClipMaker {
        if (width < 16 || height < 16 || width % 2 != 0 || height % 2 != 0 || framesPerSecond < 1) {
            throw new IllegalArgumentException("impossible clip: %d x %d at %d frames a second".formatted(width, height, framesPerSecond));
        }
    }

    /**
     * Joins the parts one after the other, lays the sounds over them, and writes the clip, whole or not at all.
     *
     * @param target where it goes; a file that is there is replaced
     * @throws IOException when a part cannot be read or the clip cannot be written; says what FFmpeg said
     */
    public void make(List<ClipPart> parts, List<ClipSound> sounds, Path target) throws IOException, InterruptedException {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a clip has at least one part");
        }
        Path unfinished = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".mp4");
        try {
            run(arguments(parts, sounds, unfinished.toAbsolutePath()), target);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private List<String> arguments(List<ClipPart> parts, List<ClipSound> sounds, Path target) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "error", "-xerror", "-y", "-bitexact"));
        for (ClipPart part : parts) {
            if (part instanceof ClipPart.Footage) {
                arguments.addAll(List.of("-t", number(part.seconds())));
            }
            arguments.addAll(List.of("-i", part.file().toAbsolutePath().toString()));
        }
        for (ClipSound sound : sounds) {
            arguments.addAll(List.of("-i", sound.file().toAbsolutePath().toString()));
        }
        arguments.addAll(List.of("-filter_complex", filter(parts, sounds), "-map", "[picture]"));
        if (!sounds.isEmpty()) {
            arguments.addAll(List.of("-map", "[sound]", "-c:a", "aac", "-b:a", "96k"));
        }
        double length = parts.stream().mapToDouble(ClipPart::seconds).sum();
        arguments.addAll(List.of("-c:v", "libopenh264", "-b:v", "1500k", "-g", String.valueOf(2 * framesPerSecond), "-t", number(length),
                "-flags", "+bitexact", "-movflags", "+faststart", target.toString()));
        return arguments;
    }

    private String filter(List<ClipPart> parts, List<ClipSound> sounds) {
        StringJoiner graph = new StringJoiner(";");
        StringBuilder joined = new StringBuilder();
        for (int index = 0; index < parts.size(); index++) {
            String frames = switch (parts.get(index)) {
                case ClipPart.Still still -> standing(still.seconds()) + "," + whole();
                case ClipPart.Wandering wandering -> standing(wandering.seconds()) + "," + wandering();
                case ClipPart.Footage footage -> "fps=" + framesPerSecond + "," + whole();
            };
            graph.add("[%d:v]%s,setsar=1,format=yuv420p[part%d]".formatted(index, frames, index));
            joined.append("[part").append(index).append(']');
        }
        graph.add(joined + "concat=n=" + parts.size() + ":v=1:a=0[picture]");
        StringBuilder mixed = new StringBuilder();
        for (int index = 0; index < sounds.size(); index++) {
            graph.add("[%d:a]aresample=%d,aformat=sample_fmts=fltp:channel_layouts=mono,adelay=%d:all=1[sound%d]"
                    .formatted(parts.size() + index, SOUND_RATE, Math.round(sounds.get(index).at() * 1000), index));
            mixed.append("[sound").append(index).append(']');
        }
        if (!sounds.isEmpty()) {
            graph.add(mixed + "amix=inputs=" + sounds.size() + ":normalize=0,apad[sound]");
        }
        return graph.toString();
    }

    private String standing(double seconds) {
        return "loop=loop=-1:size=1,setpts=N/%d/TB,fps=%d,trim=duration=%s".formatted(framesPerSecond, framesPerSecond, number(seconds));
    }

    private String whole() {
        return "scale=%d:%d:force_original_aspect_ratio=decrease,pad=%d:%d:-1:-1".formatted(width, height, width, height);
    }

    /** Up and down and to and fro, out of step, over a picture at least a quarter larger than what is seen of it. */
    private String wandering() {
        return "scale=%d:%d:force_original_aspect_ratio=increase,crop=%d:%d:x='(iw-ow)*(0.5+0.5*sin(0.9*t))':y='(ih-oh)*(0.5+0.5*cos(0.7*t))'"
                .formatted(width * 5 / 4, height * 5 / 4, width, height);
    }

    private static void run(List<String> arguments, Path target) throws IOException, InterruptedException {
        String folder = "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/";
        for (String library : PROGRAM_LIBRARIES) {
            if (ffmpeg.class.getResource(folder + library) != null) {
                Loader.cacheResource(ffmpeg.class, folder + library);
            }
        }
        String program = Loader.load(ffmpeg.class);
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        Path log = Files.createTempFile("moderato-clip", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(Path.of(program).getParent()));
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(target + ": FFmpeg took more than " + MINUTES + " minutes");
            }
            if (process.exitValue() != 0) {
                throw new IOException(target + ": FFmpeg could not make it: "
                        + beginning(log));
            }
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    private static String beginning(Path log) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            return new String(in.readNBytes(LONGEST_COMPLAINT), StandardCharsets.UTF_8).strip();
        }
    }

    private static String number(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
