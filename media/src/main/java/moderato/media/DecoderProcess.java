package moderato.media;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/**
 * The child process that decodes one file, and the watch over it.
 *
 * <p>The watch counts only the time that the child may use: while the parent works on a message the child may be blocked on a full pipe, and on a
 * machine with too much to do it may wait for a processor.
 */
final class DecoderProcess implements AutoCloseable {

    /** What the virtual machine exits with under ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    private final Process process;
    private final Duration stall;
    private final StallClock standstill;
    private final Thread watch;
    private final Thread caller = Thread.currentThread();
    private volatile boolean stuck;
    private volatile boolean interrupted;

    private DecoderProcess(Process process, Duration stall) {
        this.process = process;
        this.stall = stall;
        this.standstill = StallClock.of(process.toHandle(), stall);
        // Not a virtual thread: those share carriers with whatever else the program blocks on.
        this.watch = Thread.ofPlatform().daemon().name("decoder-watch").start(this::watch);
    }

    static DecoderProcess start(Path file, String mode, DecodeRequest request, DecoderSettings settings) throws IOException {
        String cache = DecoderCache.file().map(known -> "-XX:AOTCache=" + known).orElse("-Xshare:auto");
        ProcessBuilder builder = command(DecoderMain.class, cache, mode, request, settings);
        builder.redirectInput(file.toFile());
        return new DecoderProcess(builder.start(), settings.stall());
    }

    /**
     * A decoding process to be started.
     *
     * @param program its main class
     * @param cache the option that tells the JVM which cache of classes it has
     */
    static ProcessBuilder command(Class<?> program, String cache, String mode, DecodeRequest request, DecoderSettings settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + settings.heapMegabytes() + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=24m",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                cache,
                // A cache that does not fit is left aside; the JVM would say so on standard output.
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-cp",
                classPath()));
        command.add(program.getName());
        command.addAll(Arguments.of(mode, request, settings).toList());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(Set.of("HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE"));
        environment.put("MALLOC_ARENA_MAX", "2");
        return builder;
    }

    /** Only what the child needs of this program's class path: this module and FFmpeg. */
    private static String classPath() throws IOException {
        Set<String> entries = new LinkedHashSet<>();
        entries.add(origin(DecoderMain.class, "DecoderMain.class"));
        entries.add(origin(Loader.class, "Loader.class"));
        entries.add(origin(avutil.class, "avutil.class"));
        String platform = Loader.getPlatform();
        entries.add(origin(Loader.class, "/org/bytedeco/javacpp/" + platform + "/libjnijavacpp.so"));
        entries.add(origin(avutil.class, "/org/bytedeco/ffmpeg/" + platform + "/libjniavutil.so"));
        return String.join(File.pathSeparator, entries);
    }

    private static String origin(Class<?> owner, String resource) throws IOException {
        URL url = owner.getResource(resource);
        if (url == null) {
            throw new IOException("the decoder is not installed: " + resource + " is missing from the class path");
        }
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                return Path.of(jar.getJarFileURL().toURI()).toString();
            }
            Path place = Path.of(url.toURI());
            int depth = resource.startsWith("/") ? resource.split("/", -1).length - 1 : owner.getName().split("\\.", -1).length;
            for (int i = 0; i < depth; i++) {
                place = parent(place);
            }
            return place.toString();
        } catch (URISyntaxException e) {
            throw new IOException("an impossible class path entry: " + url, e);
        }
    }

    private static Path parent(Path place) throws IOException {
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException("an impossible class path entry: " + place);
        }
        return parent;
    }

    InputStream output() {
        return process.getInputStream();
    }

    /** Tells the watch that a message has come; time is not counted until {@link #resume()}. */
    void progressed() throws InterruptedException {
        standstill.stop();
        if (interrupted || Thread.interrupted()) {
            throw new InterruptedException("the decode was interrupted");
        }
    }

    void resume() {
        standstill.start();
    }

    double processorSeconds() {
        return process.info().totalCpuDuration().map(used -> used.toNanos() / 1e9).orElse(0.0);
    }

    /**
     * Why the child's messages ended before its work was done.
     *
     * @param file the file's name in quotes
     */
    MediaException endedEarly(String file) throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        if (interrupted || Thread.interrupted()) {
            throw new InterruptedException("the decode of " + file + " was interrupted");
        }
        if (stuck) {
            return new MediaException(MediaException.Reason.CHILD_STUCK,
                    "%s could not be decoded: its decoding made no progress for %d seconds and was ended."
                            .formatted(file, stall.toSeconds()));
        }
        int code = process.exitValue();
        if (code == OUT_OF_MEMORY) {
            return new MediaException(
                    MediaException.Reason.TOO_LARGE, file + " could not be decoded: it takes more memory than a video may.");
        }
        String how = code > 128 ? "signal " + (code - 128) : "exit code " + code;
        return new MediaException(MediaException.Reason.CHILD_ENDED,
                "%s could not be decoded: the decoding process ended before its work was done (%s).".formatted(file, how));
    }

    /** Ends the child if it still runs, and waits for that, so that nothing outlives the call. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean wasInterrupted = Thread.interrupted();
        try {
            process.waitFor();
            watch.join();
        } catch (InterruptedException e) {
            wasInterrupted = true;
        }
        if (wasInterrupted) {
            caller.interrupt();
        }
    }

    private void watch() {
        try {
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                if (caller.isInterrupted()) {
                    interrupted = true;
                    process.destroyForcibly();
                } else if (standstill.over()) {
                    stuck = true;
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
