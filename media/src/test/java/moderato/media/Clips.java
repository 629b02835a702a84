package moderato.media;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

import static org.assertj.core.api.Assertions.assertThat;

/** Makes clips with the FFmpeg program that comes with the library. */
final class Clips {

    private Clips() {}

    /** The program; it needs three libraries that the classes do not. */
    static ProcessBuilder program(List<String> arguments) throws Exception {
        String folder = "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/";
        for (String library : List.of("libva.so.2", "libva-drm.so.2", "libdrm.so.2")) {
            assertThat(Loader.cacheResource(org.bytedeco.ffmpeg.ffmpeg.class, folder + library)).exists();
        }
        String program = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        List<String> command = new ArrayList<>(List.of(program, "-nostdin"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(Path.of(program).getParent()));
        return builder;
    }

    /** Runs FFmpeg with these arguments and an output file behind them. */
    static Path make(Path file, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-v", "error", "-y"));
        all.addAll(List.of(arguments));
        all.add(file.toString());
        Process process = program(all).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return file;
    }

    /** A second and a half of a test picture with a tone: H.264 and AAC, its index at the front. */
    static Path ordinary(Path file) throws Exception {
        return make(
                file, "-f", "lavfi", "-i", "testsrc=size=320x180:rate=20:duration=1.5", "-f", "lavfi", "-i", "sine=duration=1.5", "-c:v",
                "libopenh264", "-b:v", "400k", "-g", "10", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart");
    }
}
