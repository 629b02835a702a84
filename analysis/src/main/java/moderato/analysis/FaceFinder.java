package moderato.analysis;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;
import moderato.models.Network;
import moderato.models.PictureInput;
import moderato.models.Tuning;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds faces, their landmarks and embeddings; safe for many threads at once.
 *
 * <p>Three networks: boxes (UltraFace, 320x240), 68 points (64x64, grey), embedding (MobileFaceNet, 112x112, aligned by five points).
 */
final class FaceFinder implements AutoCloseable {

    private static final double SCORE = 0.70;
    private static final double OVERLAP = 0.3;
    private static final int LANDMARKS = 68;
    private static final int LANDMARK_SIDE = 64;
    private static final PictureInput BOXES = input(320, 240);
    private static final PictureInput ALIGNED = input(FaceAlignment.SIDE, FaceAlignment.SIDE);

    private final ModelEntry entry;
    private final Network boxes;
    private final Network points;
    private final Network embeddings;

    private FaceFinder(ModelEntry entry, Network boxes, Network points, Network embeddings) {
        this.entry = entry;
        this.boxes = boxes;
        this.points = points;
        this.embeddings = embeddings;
    }

    /** Loads the three networks of a model entry. */
    static FaceFinder load(ModelStore store, ModelEntry entry) throws IOException, InterruptedException {
        OpenCv.load();
        return new FaceFinder(
                entry,
                Network.load(store, entry.name(), "detector", Tuning.FIXED_SHAPES),
                Network.load(store, entry.name(), "landmarks", Tuning.FIXED_SHAPES),
                Network.load(store, entry.name(), "embedding", Tuning.FIXED_SHAPES));
    }

    private static PictureInput input(int width, int height) {
        return new PictureInput(
                width, height, PictureInput.Layout.NCHW, PictureInput.Colour.RGB,
                List.of(127.0, 127.0, 127.0), List.of(128.0, 128.0, 128.0),
                PictureInput.Fit.STRETCH, PictureInput.Filter.LINEAR, 0, width, height, OptionalInt.empty());
    }

    ModelEntry entry() {
        return entry;
    }

    /**
     * The faces of a picture, the surest first.
     *
     * @param embedFrom the least height in pixels of a face that gets an embedding
     */
    List<Face> find(Bitmap picture, double embedFrom) throws IOException {
        List<Face> faces = new ArrayList<>();
        for (Detection box : detect(picture)) {
            List<Point> landmarks = landmarks(picture, box);
            if (landmarks.isEmpty()) {
                continue;
            }
            Optional<Embedding> embedding = box.bottom() - box.top() < embedFrom
                    ? Optional.empty()
                    : Optional.of(embed(picture, landmarks));
            faces.add(new Face(box, landmarks, embedding));
        }
        return faces;
    }

    /** The boxes of faces, suppressed, in pixels, not clipped. */
    List<Detection> detect(Bitmap picture) throws IOException {
        PictureTensor tensor = PictureTensor.prepare(picture, BOXES);
        List<Network.Output> outputs = boxes.run(tensor.values(), tensor.shape());
        float[] scores = outputs.get(0).values();
        float[] edges = outputs.get(1).values();
        List<Detection> candidates = new ArrayList<>();
        for (int i = 0; i < scores.length / 2; i++) {
            if (scores[2 * i + 1] >= SCORE) {
                candidates.add(new Detection(
                        0,
                        scores[2 * i + 1],
                        (double) edges[4 * i] * picture.width(),
                        (double) edges[4 * i + 1] * picture.height(),
                        (double) edges[4 * i + 2] * picture.width(),
                        (double) edges[4 * i + 3] * picture.height()));
            }
        }
        return Detection.suppress(candidates, OVERLAP, false);
    }

    /** The 68 points of a face, in pixels of the picture; none when its box lies outside. */
    List<Point> landmarks(Bitmap picture, Detection box) throws IOException {
        double half = (box.bottom() - box.top()) / 2;
        double middle = (box.left() + box.right()) / 2;
        int left = (int) Math.clamp(middle - half, 0, picture.width());
        int right = (int) Math.clamp(middle + half, 0, picture.width());
        int top = (int) Math.clamp(box.top(), 0, picture.height());
        int bottom = (int) Math.clamp(box.bottom(), 0, picture.height());
        if (right - left < 2 || bottom - top < 2) {
            return List.of();
        }
        float[] raw;
        try (Bitmap square = picture.cut(left, top, right - left, bottom - top);
                Bitmap small = square.resized(LANDMARK_SIDE, LANDMARK_SIDE);
                Mat grey = new Mat()) {
            opencv_imgproc.cvtColor(small.mat(), grey, opencv_imgproc.COLOR_BGR2GRAY);
            byte[] pixels = new byte[LANDMARK_SIDE * LANDMARK_SIDE];
            grey.data().get(pixels);
            FloatBuffer values = PictureTensor.direct(pixels.length);
            for (int i = 0; i < pixels.length; i++) {
                values.put(i, (pixels[i] & 0xff) / 256f);
            }
            raw = points.run(values, 1, 1, LANDMARK_SIDE, LANDMARK_SIDE).getFirst().values();
        }
        List<Point> landmarks = new ArrayList<>(LANDMARKS);
        for (int i = 0; i < LANDMARKS; i++) {
            landmarks.add(new Point(left + raw[2 * i] * (right - left), top + raw[2 * i + 1] * (bottom - top)));
        }
        return landmarks;
    }

    /** The embedding of the face with these landmarks. */
    Embedding embed(Bitmap picture, List<Point> landmarks) throws IOException {
        try (Bitmap aligned = FaceAlignment.align(picture, Face.fivePoints(landmarks))) {
            return embed(aligned);
        }
    }

    /** The embedding of an aligned face of 112x112 pixels. */
    Embedding embed(Bitmap aligned) throws IOException {
        PictureTensor tensor = PictureTensor.prepare(aligned, ALIGNED);
        return Embedding.of(embeddings.run(tensor.values(), tensor.shape()).getFirst().values());
    }

    @Override
    public void close() {
        boxes.close();
        points.close();
        embeddings.close();
    }
}
