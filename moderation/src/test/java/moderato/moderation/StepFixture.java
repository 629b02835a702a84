package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** Step outputs written by hand: a tiny vocabulary for tests of aggregation. */
final class StepFixture {

    private final Path folder;

    StepFixture(Path folder, double duration) throws IOException {
        this.folder = folder;
        step("ingest", "ingest", "analysed", "");
        Files.writeString(folder.resolve("ingest/media.json"), String.format(Locale.ROOT, """
                {"file": "clip.mp4", "sha256": "%s", "bytes": 1000, "container": "mov,mp4", "durationSeconds": %s,
                 "video": {"codec": "h264", "width": 640, "height": 360, "frameRate": 25, "rotation": 0},
                 "audio": {"codec": "aac", "sampleRate": 48000, "channels": 2, "tracks": 1},
                 "frames": {"decoded": 250, "stored": 40}, "warnings": []}
                """, "a".repeat(64), duration));
    }

    /** Candidate frames every so many seconds. */
    StepFixture candidates(double from, double to, double spacing) throws IOException {
        for (double time = from; time <= to; time += spacing) {
            candidate(time, 0, "");
        }
        return this;
    }

    StepFixture candidate(double time, double change, String more) throws IOException {
        return line("ingest/frames.jsonl", "{\"frame\": \"%s\", \"pts\": %s, \"change\": %s, \"base\": true%s}", name(time), time, change, more);
    }

    static String name(double time) {
        return String.format(Locale.ROOT, "%06d.jpg", Math.round(time * 1000));
    }

    StepFixture step(String name, String domain, String status, String models) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("step.json"), String.format(Locale.ROOT, """
                {"domain": "%s", "status": "%s", "reason": "for the test", "models": [%s], "counts": {},
                 "cost": {"wallSeconds": 1.5, "processorSeconds": 1}}
                """, domain, status, models));
        return this;
    }

    static String model(String name) {
        return "{\"name\": \"" + name + "\", \"version\": \"1\", \"sha256\": \"" + "b".repeat(64) + "\", \"licence\": \"MIT\"}";
    }

    /** A frame that was looked at; findings as JSON objects separated by commas. */
    StepFixture frame(String step, String domain, double time, String findings) throws IOException {
        return line(step + "/" + domain + ".jsonl", "{\"frame\": \"%s\", \"pts\": %s, \"model\": \"m\", \"findings\": [%s]}", name(time), time,
                findings);
    }

    /** Frames of which only those from one time to another show the label. */
    StepFixture frames(String domain, double from, double to, double spacing, String label, double hitFrom, double hitTo) throws IOException {
        for (double time = from; time <= to; time += spacing) {
            boolean hit = time >= hitFrom && time < hitTo;
            frame(domain, domain, time, hit ? "{\"label\": \"" + label + "\", \"confidence\": 0.9, \"box\": [0.1, 0.1, 0.2, 0.2]}" : "");
        }
        return this;
    }

    StepFixture line(String file, String json, Object... values) throws IOException {
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, String.format(Locale.ROOT, json, values) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return this;
    }

    Timeline timeline() throws IOException {
        try (Stream<Path> steps = Files.list(folder)) {
            return Aggregation.of(steps.sorted().toList(), folder.resolve("ingest"), Instant.EPOCH);
        }
    }
}
