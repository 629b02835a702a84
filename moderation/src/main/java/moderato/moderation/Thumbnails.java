package moderato.moderation;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
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
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Small pictures of analysed frames for the report, as data addresses, each held once however many findings it shows.
 *
 * <p>They share a budget of bytes, so that the report of a long video stays small; whoever asks first is served first.
 */
final class Thumbnails {

    private static final String ADDRESS = "data:image/jpeg;base64,";
    private static final int WIDTH = 320;
    private static final float QUALITY = 0.6f;

    private record Stored(double pts, Path file) {
    }

    private final List<Stored> frames;
    private final Map<String, Path> byName = new HashMap<>();
    private final Map<Path, Optional<ReportView.Picture>> made = new LinkedHashMap<>();
    private long budget;

    private Thumbnails(List<Stored> frames, long budget) {
        this.frames = frames;
        this.budget = budget;
        frames.forEach(frame -> byName.put(frame.file().getFileName().toString(), frame.file()));
    }

    /** No pictures at all. */
    static Thumbnails none() {
        return new Thumbnails(List.of(), 0);
    }

    /**
     * The frames of an ingest step.
     *
     * @param ingest its output folder, with {@code frames.jsonl} and {@code frames/}
     * @param budget how many bytes all of them together may take in the report
     */
    static Thumbnails of(Path ingest, long budget) throws IOException {
        List<Stored> frames = new ArrayList<>();
        for (Line line : Line.read(ingest.resolve("frames.jsonl"))) {
            String name = line.text("duplicateOf", line.text("frame", ""));
            Path file = ingest.resolve("frames").resolve(name);
            if (!name.isEmpty() && Files.isRegularFile(file)) {
                frames.add(new Stored(line.number("pts"), file));
            }
        }
        return new Thumbnails(List.copyOf(frames), budget);
    }

    /** The picture of the frame nearest to a moment. */
    Optional<ReportView.Picture> at(double time) {
        return frames.stream().min(Comparator.comparingDouble(frame -> Math.abs(frame.pts() - time))).flatMap(frame -> picture(frame.file()));
    }

    /** The picture of a frame by its name. */
    Optional<ReportView.Picture> named(String frame) {
        return Optional.ofNullable(byName.get(frame)).flatMap(this::picture);
    }

    private Optional<ReportView.Picture> picture(Path file) {
        // Not computeIfAbsent: the name of a new picture is its place in the map.
        Optional<ReportView.Picture> known = made.getOrDefault(file, Optional.empty());
        if (known.isEmpty() && !made.containsKey(file)) {
            known = make(file);
            made.put(file, known);
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
                Files.write(files.resolve(name), Base64.getDecoder().decode(picture.get().source().substring(ADDRESS.length())));
                lines.append(Json.MAPPER.createObjectNode().put("frame", name).put("pts", frame.pts())).append('\n');
            }
        }
        Files.writeString(target.resolve("frames.jsonl"), lines);
    }

    /** A frame that cannot be read has no picture: the report is worth more than one of its thumbnails. */
    private Optional<ReportView.Picture> make(Path file) {
        if (budget <= 0) {
            return Optional.empty();
        }
        try {
            BufferedImage full = ImageIO.read(file.toFile());
            if (full == null) {
                return Optional.empty();
            }
            BufferedImage small = scaled(full);
            String address = ADDRESS + Base64.getEncoder().encodeToString(jpeg(small));
            budget -= address.length();
            return Optional.of(new ReportView.Picture("picture-" + made.size(), address, small.getWidth(), small.getHeight()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static BufferedImage scaled(BufferedImage full) {
        int width = Math.min(WIDTH, full.getWidth());
        int height = Math.max(1, Math.round((float) full.getHeight() * width / full.getWidth()));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(full, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(QUALITY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Where a finding is in its picture, as a style. */
    static String place(Box box) {
        return String.format(Locale.ROOT, "left:%.1f%%;top:%.1f%%;width:%.1f%%;height:%.1f%%", box.x() * 100, box.y() * 100, box.width() * 100,
                box.height() * 100);
    }
}
