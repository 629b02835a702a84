package moderato.analysis;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moderato.models.ManifestException;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;
import moderato.models.Network;
import moderato.models.OnnxMetadata;
import moderato.models.Tuning;

/**
 * Reads text in pictures: finds lines, turns those that stand upside down, recognises them. Safe for many threads at once.
 *
 * <p>The steps and numbers are those of RapidOCR 3.10 with PP-OCRv6 small, so that its results can be compared with.
 */
final class TextReader implements AutoCloseable {

    private static final int LINE_HEIGHT = 48;
    private static final int ORIENTATION_WIDTH = 192;
    private static final double TURNED = 0.9;
    private static final int BATCH = 6;
    private static final double LEAST_SCORE = 0.5;

    private final ModelEntry entry;
    private final Network detector;
    private final Network orientation;
    private final Network recogniser;
    private final List<String> characters;

    private TextReader(
            ModelEntry entry, Network detector, Network orientation, Network recogniser, List<String> characters) {
        this.entry = entry;
        this.detector = detector;
        this.orientation = orientation;
        this.recogniser = recogniser;
        this.characters = characters;
    }

    /**
     * Loads the three networks of a model entry.
     *
     * @throws ManifestException when the recogniser does not name its characters
     */
    static TextReader load(ModelStore store, ModelEntry entry) throws IOException, InterruptedException {
        OpenCv.load();
        Network recogniser = Network.load(store, entry.name(), "recogniser", Tuning.CHANGING_SHAPES);
        String listed = Optional.ofNullable(OnnxMetadata.read(store.file(entry.name(), "recogniser")).get("character"))
                .orElseThrow(() -> new ManifestException(
                        "model " + entry.name(), "its recogniser names no characters in its metadata, key \"character\""));
        List<String> characters = new ArrayList<>(List.of(""));
        characters.addAll(List.of(listed.split("\n", -1)));
        characters.add(" ");
        return new TextReader(
                entry,
                Network.load(store, entry.name(), "detector", Tuning.FIXED_SHAPES),
                Network.load(store, entry.name(), "orientation", Tuning.FIXED_SHAPES),
                recogniser,
                characters);
    }

    ModelEntry entry() {
        return entry;
    }

    /** The lines of a picture in reading order. */
    List<TextLine> read(Bitmap picture, TextScale scale) throws IOException {
        List<Quad> regions = detect(picture, scale);
        List<Bitmap> crops = new ArrayList<>();
        try {
            for (Quad region : regions) {
                crops.add(upright(TextCrop.cut(picture, region)));
            }
            return recognise(crops, regions);
        } finally {
            crops.forEach(Bitmap::close);
        }
    }

    /** The regions of text in a picture, in reading order. */
    List<Quad> detect(Bitmap picture, TextScale scale) throws IOException {
        TextScale.Prepared prepared = scale.prepare(picture);
        try (Bitmap input = prepared.picture()) {
            int width = input.width();
            int height = input.height();
            float[] values = new float[width * height * 3];
            fill(values, 0, width, input);
            Network.Output map = detector.run(FloatBuffer.wrap(values), 1, 3, height, width).getFirst();
            List<Quad> found =
                    TextRegions.find(map.values(), width, height, prepared.sourceWidth(), prepared.sourceHeight());
            return prepared.inPicture(TextRegions.inReadingOrder(found), picture);
        }
    }

    private Bitmap upright(Bitmap crop) throws IOException {
        int width = Math.min(ORIENTATION_WIDTH, (int) Math.ceil((double) LINE_HEIGHT * crop.width() / crop.height()));
        float[] values = new float[3 * LINE_HEIGHT * ORIENTATION_WIDTH];
        try (Bitmap line = crop.resized(width, LINE_HEIGHT)) {
            fill(values, 0, ORIENTATION_WIDTH, line);
        }
        float[] turned = orientation.run(FloatBuffer.wrap(values), 1, 3, LINE_HEIGHT, ORIENTATION_WIDTH).getFirst().values();
        if (turned[1] > turned[0] && turned[1] > TURNED) {
            try (crop) {
                return TextCrop.halfTurn(crop);
            }
        }
        return crop;
    }

    private List<TextLine> recognise(List<Bitmap> crops, List<Quad> regions) throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < crops.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> shape(crops.get(i))));
        Map<Integer, TextLine> lines = new TreeMap<>();
        for (int start = 0; start < order.size(); start += BATCH) {
            List<Integer> batch = order.subList(start, Math.min(start + BATCH, order.size()));
            double widest = shape(crops.get(batch.getLast()));
            int width = (int) (LINE_HEIGHT * Math.max(320.0 / LINE_HEIGHT, widest));
            for (int place : batch) {
                TextLine line = recognise(crops.get(place), width, regions.get(place));
                if (!line.text().isBlank() && line.score() >= LEAST_SCORE) {
                    lines.put(place, line);
                }
            }
        }
        return List.copyOf(lines.values());
    }

    /* One at a time: the probabilities of a batch of long lines take 100 MB, and lines side by side gain no time. */
    private TextLine recognise(Bitmap crop, int width, Quad place) throws IOException {
        float[] values = new float[3 * LINE_HEIGHT * width];
        int own = Math.min(width, (int) Math.ceil(LINE_HEIGHT * shape(crop)));
        try (Bitmap line = crop.resized(own, LINE_HEIGHT)) {
            fill(values, 0, width, line);
        }
        Network.Output output = recogniser.run(FloatBuffer.wrap(values), 1, 3, LINE_HEIGHT, width).getFirst();
        int steps = (int) output.shape()[1];
        int classes = (int) output.shape()[2];
        if (classes != characters.size()) {
            throw new ManifestException("model " + entry.name(), "its recogniser has " + classes + " outputs for "
                    + characters.size() + " characters");
        }
        return decode(output.values(), steps, classes, place);
    }

    private static double shape(Bitmap crop) {
        return (double) crop.width() / crop.height();
    }

    /** Greedy CTC: the likeliest character of each step, repeats and blanks left out. */
    private TextLine decode(float[] values, int steps, int classes, Quad place) {
        StringBuilder text = new StringBuilder();
        double sum = 0;
        int kept = 0;
        int last = 0;
        for (int step = 0; step < steps; step++) {
            int at = step * classes;
            int best = 0;
            for (int i = 1; i < classes; i++) {
                if (values[at + i] > values[at + best]) {
                    best = i;
                }
            }
            if (best != 0 && best != last) {
                text.append(characters.get(best));
                sum += Math.rint(values[at + best] * 1e5) / 1e5;
                kept++;
            }
            last = best;
        }
        return new TextLine(text.toString(), kept == 0 ? 0 : sum / kept, place);
    }

    /** Writes a picture into the left of a tensor's planes: (v / 255 - 0.5) / 0.5, blue first. */
    private static void fill(float[] values, int offset, int width, Bitmap picture) {
        byte[] pixels = picture.pixels();
        int plane = width * picture.height();
        int at = 0;
        int columns = picture.width();
        for (int y = 0; y < picture.height(); y++) {
            int row = offset + y * width;
            for (int x = 0; x < columns; x++) {
                values[row + x] = SHADES[pixels[at] & 0xff];
                values[row + x + plane] = SHADES[pixels[at + 1] & 0xff];
                values[row + x + 2 * plane] = SHADES[pixels[at + 2] & 0xff];
                at += 3;
            }
        }
    }

    private static final float[] SHADES = shades();

    private static float[] shades() {
        float[] shades = new float[256];
        for (int value = 0; value < 256; value++) {
            shades[value] = (value / 255f - 0.5f) / 0.5f;
        }
        return shades;
    }

    @Override
    public void close() {
        detector.close();
        orientation.close();
        recogniser.close();
    }
}
