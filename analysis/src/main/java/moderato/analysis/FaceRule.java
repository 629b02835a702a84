package moderato.analysis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import moderato.models.Adapter;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;

/**
 * Decides which boxes of the face detector are people's faces: it takes cats and cartoons for faces too, at any score.
 *
 * <p>A face inside a person that the object detector sees is one; inside an animal it is none; where the object detector sees neither, as in
 * close-ups, it must be large and sure.
 */
final class FaceRule implements AutoCloseable {

    private static final Set<String> ANIMALS =
            Set.of("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "teddy bear");
    private static final double SURE = 0.95;
    private static final double LARGE = 80;

    private final Optional<PictureModel> objects;

    private FaceRule(Optional<PictureModel> objects) {
        this.objects = objects;
    }

    /** Loads the object detector where the store names one that knows people; without it only large and sure faces count. */
    static FaceRule load(ModelStore store) throws IOException, InterruptedException {
        Optional<ModelEntry> entry = store.manifest().forTask("objects").stream()
                .filter(ModelEntry::byDefault)
                .filter(model -> !(model.adapter() instanceof Adapter.Own) && !(model.adapter() instanceof Adapter.Classifier))
                .filter(model -> model.labels().stream().anyMatch(label -> label.name().equals("person")))
                .findFirst();
        if (entry.isEmpty()) {
            return new FaceRule(Optional.empty());
        }
        return new FaceRule(Optional.of(PictureModel.load(store, entry.get())));
    }

    List<ModelEntry> entries() {
        return objects.map(PictureModel::entry).stream().toList();
    }

    /** The faces that are people's. */
    List<Face> people(Bitmap picture, List<Face> faces) throws IOException {
        if (faces.isEmpty()) {
            return faces;
        }
        if (objects.isEmpty()) {
            return faces.stream().filter(FaceRule::largeAndSure).toList();
        }
        PictureModel model = objects.get();
        List<Detection> around = model.look(picture).detections();
        return faces.stream().filter(face -> isPerson(face, around, model)).toList();
    }

    private static boolean isPerson(Face face, List<Detection> around, PictureModel model) {
        double x = (face.box().left() + face.box().right()) / 2;
        double y = (face.box().top() + face.box().bottom()) / 2;
        boolean animal = false;
        for (Detection thing : around) {
            if (x >= thing.left() && x <= thing.right() && y >= thing.top() && y <= thing.bottom()) {
                String name = model.labels().get(thing.label()).name();
                if (name.equals("person")) {
                    return true;
                }
                animal |= ANIMALS.contains(name);
            }
        }
        return !animal && largeAndSure(face);
    }

    private static boolean largeAndSure(Face face) {
        return face.box().score() >= SURE && face.box().bottom() - face.box().top() >= LARGE;
    }

    @Override
    public void close() {
        objects.ifPresent(PictureModel::close);
    }
}
