package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moderato.analysis.SmallPicture;

/**
 * Small pictures of analysed frames for the report, as data addresses, each held once however many findings it shows.
 *
 * <p>They share a budget of bytes, so that the report of a long video stays small; whoever asks first is served first.
 */
final class Thumbnails {

    private static final String ADDRESS = "data:image/jpeg;base64,";
    private static final int WIDTH = 320;
    private static final int QUALITY = 60;
    private static final Pattern DRAWN = Pattern.compile("--picture-\\d+:url\\((" + ADDRESS + "[A-Za-z0-9+/=]+)\\);--of-picture-\\d+:\"([0-9.E-]+) ([^\"/]+)\";");

    private record Stored(double pts, Path file) {
    }

    private final List<Stored> frames;
    private final Map<Path, String> drawn;
    private final Map<String, Stored> byName = new HashMap<>();
    private final Map<Path, Optional<ReportView.Picture>> made = new LinkedHashMap<>();
    private long budget;

    private Thumbnails(List<Stored> frames, Map<Path, String> drawn, long budget) {
        this.frames = frames;
        this.drawn = drawn;
        this.budget = budget;
        frames.forEach(frame -> byName.putIfAbsent(frame.file().getFileName().toString(), frame));
    }

    /** No pictures at all. */
    static Thumbnails none() {
        return new Thumbnails(List.of(), Map.of(), 0);
    }

    /**
     * The frames of an ingest step.
     *
     * @param ingest its output folder, with {@code frames.jsonl} and {@code frames/}
     * @param budget how many bytes all of them together may take in the report
     */
    static Thumbnails of(Path ingest, long budget) throws IOException {
        List<Stored> frames = new ArrayList<>();
        Map<String, String> files = new HashMap<>();
        for (Line line : Line.read(ingest.resolve("frames.jsonl"))) {
            String frame = line.text("frame", "");
            files.put(frame, line.text("file", frame));
            String name = line.text("duplicateOf", frame);
            Path file = ingest.resolve("frames").resolve(files.getOrDefault(name, name));
            if (!name.isEmpty() && Files.isRegularFile(file)) {
                frames.add(new Stored(line.number("pts"), file));
            }
        }
        return new Thumbnails(List.copyOf(frames), Map.of(), budget);
    }

    /** The pictures of a report that was drawn before. */
    static Thumbnails of(String report) {
        List<Stored> frames = new ArrayList<>();
        Map<Path, String> drawn = new HashMap<>();
        Matcher picture = DRAWN.matcher(report);
        while (picture.find()) {
            Path frame = Path.of(picture.group(3));
            frames.add(new Stored(Double.parseDouble(picture.group(2)), frame));
            drawn.put(frame, picture.group(1));
        }
        return new Thumbnails(List.copyOf(frames), drawn, Long.MAX_VALUE);
    }

    /** The picture of the frame nearest to a moment. */
    Optional<ReportView.Picture> at(double time) {
        return frames.stream().min(Comparator.comparingDouble(frame -> Math.abs(frame.pts() - time))).flatMap(this::picture);
    }

    /** The picture of a frame by its name. */
    Optional<ReportView.Picture> named(String frame) {
        return Optional.ofNullable(byName.get(frame)).flatMap(this::picture);
    }

    private Optional<ReportView.Picture> picture(Stored frame) {
        // Not computeIfAbsent: the name of a new picture is its place in the map.
        Optional<ReportView.Picture> known = made.getOrDefault(frame.file(), Optional.empty());
        if (known.isEmpty() && !made.containsKey(frame.file())) {
            known = make(frame);
            made.put(frame.file(), known);
        }
        return known;
    }

    /** All pictures that were asked for, each once. */
    List<ReportView.Picture> all() {
        return made.values().stream().flatMap(Optional::stream).toList();
    }

    /** Writes the pictures that were asked for as frames of their own. */
    void write(Path target) throws IOException {
        Path files = Files.createDirectories(target.resolve("frames"));
        StringBuilder lines = new StringBuilder();
        for (Stored frame : frames) {
            Optional<ReportView.Picture> picture = made.getOrDefault(frame.file(), Optional.empty());
            if (picture.isPresent()) {
                String name = frame.file().getFileName().toString();
                Files.write(files.resolve(name), decoded(picture.get().source()));
                lines.append(Json.MAPPER.createObjectNode().put("frame", name).put("pts", frame.pts())).append('\n');
            }
        }
        Files.writeString(target.resolve("frames.jsonl"), lines);
    }

    /** A frame that cannot be read has no picture: the report is worth more than one of its thumbnails. */
    private Optional<ReportView.Picture> make(Stored frame) {
        if (budget <= 0) {
            return Optional.empty();
        }
        try {
            Optional<String> before = Optional.ofNullable(drawn.get(frame.file()));
            byte[] bytes = before.isPresent() ? decoded(before.get()) : Files.readAllBytes(frame.file());
            Optional<JpegSize> size = JpegSize.of(bytes);
            if (size.isEmpty() || size.get().width() > WIDTH) {
                Optional<byte[]> small = SmallPicture.of(bytes, WIDTH, QUALITY);
                if (small.isEmpty()) {
                    return Optional.empty();
                }
                bytes = small.get();
                size = JpegSize.of(bytes);
            }
            String address = ADDRESS + Base64.getEncoder().encodeToString(bytes);
            budget -= address.length();
            return size.map(small -> new ReportView.Picture("picture-" + made.size(), address, small.width(), small.height(), frame.pts() + " " + frame.file().getFileName()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(String address) {
        return Base64.getDecoder().decode(address.substring(ADDRESS.length()));
    }

    /** Where a finding is in its picture, as a style. */
    static String place(Box box) {
        return String.format(Locale.ROOT, "left:%.1f%%;top:%.1f%%;width:%.1f%%;height:%.1f%%", box.x() * 100, box.y() * 100, box.width() * 100,
                box.height() * 100);
    }
}
