package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import moderato.media.Frame;
import moderato.media.MediaSink;

/** Writes what a decode delivers; each frame is first compared with the hash lists, and a match on a stop list removes all that was written. */
final class IngestSink implements MediaSink {

    /* A batch transform takes every object below a prefix: what the first pass looks at has one of its own. */
    private static final String BASE = "base";
    private static final String MORE = "more";

    private final Path folder;
    private final Path frames;
    private final Path base;
    private final Path more;
    private final Path soundFolder;
    private final Optional<KnownContent> known;
    private final BooleanSupplier stopping;
    private final Map<Integer, ObjectNode> lines = new LinkedHashMap<>();
    private Optional<WaveFile> sound = Optional.empty();
    private Optional<Pdq.Hashed> lastHash = Optional.empty();
    private boolean interrupted;
    private int stored;

    /**
     * @param folder where the list of frames goes, and their folder
     * @param sound where the sound goes
     */
    IngestSink(Path folder, Path sound, Optional<KnownContent> known, BooleanSupplier stopping) throws IOException {
        this.folder = folder;
        this.soundFolder = sound;
        this.frames = folder.resolve("frames");
        this.base = Files.createDirectories(frames.resolve(BASE));
        this.more = Files.createDirectories(frames.resolve(MORE));
        this.known = known;
        this.stopping = stopping;
    }

    @Override
    public boolean frame(Frame frame) throws IOException {
        if (stopping.getAsBoolean()) {
            interrupted = true;
            return false;
        }
        if (known.isPresent() && !allowed(known.get(), frame)) {
            return false;
        }
        String name = name(frame.number());
        ObjectNode line = JsonLines.MAPPER.createObjectNode();
        line.put("frame", name).put("pts", frame.pts()).put("change", frame.change()).put("base", frame.base());
        if (frame.moved()) {
            line.put("moved", true);
        }
        if (frame.cut()) {
            line.put("cut", true);
        }
        if (frame.sameAs().isPresent()) {
            line.put("duplicateOf", name(frame.sameAs().getAsInt()));
            if (frame.base()) {
                lookFirst(frame.sameAs().getAsInt());
            }
        }
        lines.put(frame.number(), line);
        if (frame.jpeg().isPresent()) {
            boolean first = frame.base() && frame.sameAs().isEmpty();
            line.put("file", (first ? BASE : MORE) + "/" + name);
            Files.write((first ? base : more).resolve(name), frame.jpeg().get());
            stored++;
        }
        return true;
    }

    /** The picture that stands for a frame of the first pass is looked at in the first pass, or nobody looks at that stretch of time. */
    private void lookFirst(int number) throws IOException {
        ObjectNode original = Objects.requireNonNull(lines.get(number), "a frame is the same as an earlier one");
        if (!original.get("base").asBoolean()) {
            String name = name(number);
            Files.move(more.resolve(name), base.resolve(name));
            original.put("base", true).put("file", BASE + "/" + name);
        }
    }

    /** A frame that hardly differs from an earlier one has that one's hash. */
    private boolean allowed(KnownContent content, Frame frame) {
        if (frame.luma().isPresent()) {
            lastHash = Optional.of(Pdq.hash(frame.luma().get()));
        }
        return lastHash.isEmpty() || content.frame(frame.pts(), lastHash.get());
    }

    private static String name(int number) {
        return "%06d.jpg".formatted(number);
    }

    @Override
    public void audio(byte[] samples) throws IOException {
        if (sound.isEmpty()) {
            sound = Optional.of(new WaveFile(soundFolder.resolve("audio.wav")));
        }
        sound.get().write(samples);
    }

    /** Whether the job was asked to stop. */
    boolean interrupted() {
        return interrupted;
    }

    int stored() {
        return stored;
    }

    int candidates() {
        return lines.size();
    }

    /** Ends the files; after a match on a stop list there is no picture, and an empty list of frames. */
    void finish() throws IOException {
        if (sound.isPresent()) {
            sound.get().finish();
        }
        if (known.isPresent() && known.get().stopped()) {
            discard();
        }
        Predictions.ask(base);
        JsonLines.write(folder.resolve("frames.jsonl"), List.copyOf(lines.values()));
    }

    /** Removes frames and sound. */
    void discard() throws IOException {
        lines.clear();
        stored = 0;
        sound.ifPresent(WaveFile::abandon);
        Files.deleteIfExists(soundFolder.resolve("audio.wav"));
        if (Files.exists(frames)) {
            MoreFiles.deleteRecursively(frames);
        }
    }
}
