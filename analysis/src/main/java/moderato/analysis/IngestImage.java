package moderato.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.media.DecodeRequest;
import moderato.media.DecodeResult;
import moderato.media.Decoder;
import moderato.media.MediaException;
import moderato.media.Probe;
import moderato.media.Sampling;

/**
 * The first step of a moderation: decodes the video once, compares its frames with hash lists, and leaves candidate frames and sound for the others.
 *
 * <p>Arguments, all optional: {@code --video} (a file, or a folder with one file; by default {@code /opt/ml/processing/input/video}),
 * {@code --output} ({@code /opt/ml/processing/output/ingest}), {@code --frames} and {@code --sound} (folders of their own for frames and
 * sound; by default the output's), {@code --frames-per-second} ({@code adaptive} or a number), {@code --hash-lists} (a folder of lists, in folders
 * of their own or not; {@code /opt/ml/processing/input/hash-lists}, which need not be there). What is written: {@code docs/evidence.md}.
 *
 * <p>Exit codes: 0, 2 (arguments), 65 (the video or a hash list cannot be read), 74 (what was decoded cannot be written).
 */
public final class IngestImage implements Image {

    /** The longer side of a stored frame. */
    static final int LONGER_SIDE = 960;

    /** The name of a file that stands for nothing in a folder that must not be empty. */
    private static final String NONE = "none";

    private static final int WRONG_USAGE = 2;
    private static final int BAD_INPUT = 65;
    private static final int CANNOT_WRITE = 74;

    private final Decoder decoder;

    public IngestImage(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Decodes with the default bounds. */
    public IngestImage() {
        this(new Decoder());
    }

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        try {
            StepArguments arguments =
                    StepArguments.parse(configuration.arguments(), "video", "output", "frames", "sound", "frames-per-second", "hash-lists");
            Sampling sampling = Sampling.parse(arguments.text("frames-per-second").orElse("adaptive"));
            Path video = onlyFile(arguments.path("video", folders, "/opt/ml/processing/input/video"));
            Optional<KnownContent> known = known(arguments.path("hash-lists", folders, "/opt/ml/processing/input/hash-lists"));
            Path output = arguments.path("output", folders, "/opt/ml/processing/output/ingest");
            Places places = new Places(
                    output,
                    arguments.text("frames").map(folders::resolve).orElse(output),
                    arguments.text("sound").map(folders::resolve).orElse(output));
            ingest(video, places, sampling, known, configuration);
            return 0;
        } catch (IllegalArgumentException e) {
            return failed(folders, e, WRONG_USAGE);
        } catch (MediaException | HashListException e) {
            return failed(folders, e, BAD_INPUT);
        } catch (IOException e) {
            return failed(folders, e, CANNOT_WRITE);
        }
    }

    /** Where the parts of the output go: facts, frames, sound. */
    private record Places(Path output, Path frames, Path sound) {}

    private void ingest(Path video, Places places, Sampling sampling, Optional<KnownContent> known, JobConfiguration configuration)
            throws IOException, InterruptedException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        Path output = Files.createDirectories(places.output());
        IngestSink sink = new IngestSink(places.frames(), Files.createDirectories(places.sound()), known, configuration.stopping());
        DecodeRequest request =
                new DecodeRequest(sampling, DecodeRequest.Pixels.JPEG, LONGER_SIDE, DecodeRequest.SMALL_LUMA, true);
        DecodeResult result;
        try {
            result = decoder.decode(video, request, sink);
            sink.finish();
        } catch (IOException | InterruptedException e) {
            discardQuietly(sink, e);
            throw e;
        }
        if (sink.interrupted()) {
            sink.discard();
            throw new InterruptedException("asked to stop");
        }
        if (known.isPresent()) {
            JsonLines.write(output.resolve("known.jsonl"), known.get().lines(result.durationSeconds()));
        }
        if (!places.sound().equals(output) && !Files.exists(places.sound().resolve("audio.wav"))) {
            // An input of the next step must not be empty: S3 has no empty folders.
            Files.createFile(places.sound().resolve(NONE));
        }
        boolean stopped = known.map(KnownContent::stopped).orElse(false);
        ObjectNode media = media(video, result, sink.stored(), stopped);
        Files.write(output.resolve("media.json"), JsonLines.MAPPER.writeValueAsBytes(media));
        Map<String, Long> counts = Map.of(
                "decoded", (long) result.framesDecoded(),
                "candidates", (long) sink.candidates(),
                "stored", (long) sink.stored());
        new StepReport(
                        "ingest",
                        StepReport.Status.ANALYSED,
                        Optional.empty(),
                        List.of(),
                        counts,
                        watch.wallSeconds(),
                        watch.processorSeconds() + result.processorSeconds())
                .write(output);
    }

    /** The trouble that came first is what is told. */
    private static void discardQuietly(IngestSink sink, Exception trouble) {
        try {
            sink.discard();
        } catch (IOException e) {
            trouble.addSuppressed(e);
        }
    }

    private static ObjectNode media(Path video, DecodeResult result, int stored, boolean stopped) throws IOException {
        ObjectNode json = JsonLines.MAPPER.createObjectNode();
        Probe probe = result.probe();
        json.put("file", String.valueOf(video.getFileName())).put("sha256", VideoDigest.of(video)).put("bytes", Files.size(video));
        json.put("container", probe.container());
        // The decode ended at the match: only the headers know how long the video is.
        json.put("durationSeconds", stopped ? Math.max(probe.durationSeconds(), result.durationSeconds()) : result.durationSeconds());
        json.put("missingSeconds", stopped ? 0 : result.missingSeconds());
        json.putNull("video").putNull("audio");
        probe.video().ifPresent(track -> json.putObject("video")
                .put("codec", track.codec())
                .put("width", track.width())
                .put("height", track.height())
                .put("frameRate", track.frameRate())
                .put("rotation", track.rotation()));
        probe.audio().ifPresent(track -> json.putObject("audio")
                .put("codec", track.codec())
                .put("sampleRate", track.sampleRate())
                .put("channels", track.channels())
                .put("tracks", track.tracks()));
        Probe.OtherTracks others = probe.others();
        json.putObject("otherTracks")
                .put("pictures", others.pictures())
                .put("sounds", others.sounds())
                .put("subtitles", others.subtitles());
        json.putObject("frames").put("decoded", result.framesDecoded()).put("stored", stored);
        ArrayNode warnings = json.putArray("warnings");
        result.warnings().forEach(warnings::add);
        return json;
    }

    private static Path onlyFile(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return place;
        }
        try (Stream<Path> inside = Files.list(place)) {
            List<Path> files = inside.filter(Files::isRegularFile).toList();
            if (files.size() != 1) {
                throw new IllegalArgumentException("one video is expected in the input folder, not " + files.size());
            }
            return files.getFirst();
        }
    }

    private static Optional<KnownContent> known(Path folder) throws IOException, HashListException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<HashList> lists = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith(NONE)).sorted().toList()) {
                lists.add(HashList.read(file));
            }
        }
        return lists.isEmpty() ? Optional.empty() : Optional.of(new KnownContent(lists));
    }

    private static int failed(JobFolders folders, Exception reason, int code) throws IOException {
        Files.createDirectories(folders.failureFile().toAbsolutePath().getParent());
        Files.writeString(folders.failureFile(), String.valueOf(reason.getMessage()));
        return code;
    }
}
