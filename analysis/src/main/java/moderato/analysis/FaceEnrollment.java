package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import moderato.media.Decoder;
import moderato.media.MediaException;
import moderato.media.Picture;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;

/** The watchlists of a home folder, {@code <home>/watchlists/<list>}. */
public final class FaceEnrollment {

    private static final String MODEL = "faceplugin";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private FaceEnrollment() {}

    /**
     * A list as it may be shown.
     *
     * @param name its name
     * @param purpose why its people are looked for
     * @param people who is on it
     * @param pictures how many pictures were enrolled
     * @param file where it is kept
     */
    public record Listed(String name, String purpose, List<String> people, int pictures, Path file) {

        /** Keeps the people's order. */
        public Listed {
            people = List.copyOf(people);
        }
    }

    /**
     * Adds pictures of a person to a list, which is made where it does not exist.
     *
     * @param purpose why the people on the list are looked for; an existing list keeps its own, which must be the same
     * @param pictures pictures with exactly one face each
     * @return the list afterwards
     * @throws EnrollmentException when a picture has no face, or several, or the list is for another purpose
     */
    public static Listed enroll(Path home, ModelStore store, String list, String person, String purpose, List<Path> pictures)
            throws IOException, InterruptedException {
        if (purpose.isBlank()) {
            throw new EnrollmentException("a watchlist needs a purpose: say why these people are looked for");
        }
        Path file = file(home, list);
        ModelEntry entry = store.entry(MODEL);
        Watchlist watchlist = Files.exists(file)
                ? Watchlist.read(file)
                : new Watchlist(list, purpose.strip(), entry.file("embedding").sha256(), List.of());
        if (!watchlist.purpose().equals(purpose.strip())) {
            throw new EnrollmentException("list " + list + " is kept for another purpose: \"" + watchlist.purpose()
                    + "\"; use that one, or another list");
        }
        if (!watchlist.model().equals(entry.file("embedding").sha256())) {
            throw new EnrollmentException(file + ": was enrolled with another face model; remove it and enroll its pictures again");
        }
        List<Embedding> embeddings = new ArrayList<>();
        try (FaceFinder finder = FaceFinder.load(store, entry)) {
            for (Path picture : pictures) {
                embeddings.add(only(finder, picture));
            }
        }
        watchlist.with(person, embeddings).write(file);
        return listed(file);
    }

    private static Embedding only(FaceFinder finder, Path file) throws IOException, InterruptedException {
        try (Bitmap picture = picture(file)) {
            List<Face> faces = finder.find(picture, 0);
            if (faces.size() != 1) {
                throw new EnrollmentException(file + ": " + (faces.isEmpty() ? "no face" : faces.size() + " faces")
                        + " found; a picture with exactly one is needed");
            }
            return faces.getFirst().embedding().orElseThrow();
        }
    }

    /** Pictures of people come from anywhere, so the decoder's process reads them. */
    private static Bitmap picture(Path file) throws IOException, InterruptedException {
        try {
            Picture picture = new Decoder().picture(file);
            return Bitmap.of(picture.width(), picture.height(), picture.bgr());
        } catch (MediaException e) {
            throw new EnrollmentException(String.valueOf(e.getMessage()));
        }
    }

    /** The lists of a home folder, by name. */
    public static List<Listed> list(Path home) throws IOException {
        Path folder = home.resolve("watchlists");
        List<Listed> lists = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> !path.toString().endsWith(".tmp")).sorted().toList()) {
                    lists.add(listed(file));
                }
            }
        }
        return lists;
    }

    /**
     * The file of a list.
     *
     * @throws EnrollmentException when the name could lead out of the folder
     */
    public static Path file(Path home, String list) throws IOException {
        if (!list.matches(NAME)) {
            throw new EnrollmentException("\"" + list + "\" is no name of a list: letters, digits, points, hyphens");
        }
        return home.resolve("watchlists").resolve(list);
    }

    private static Listed listed(Path file) throws IOException {
        Watchlist list = Watchlist.read(file);
        return new Listed(list.name(), list.purpose(), list.people(), list.entries().size(), file);
    }
}
