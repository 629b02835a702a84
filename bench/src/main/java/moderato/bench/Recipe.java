package moderato.bench;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import moderato.media.ClipMaker;
import moderato.media.ClipPart;
import moderato.media.ClipSound;
import moderato.models.ModelStore;

/** What a clip of 1280 x 720 at 25 frames a second is made of, H.264 and AAC. */
final class Recipe {

    private static final ClipMaker MAKER = new ClipMaker(1280, 720, 25);

    private final ModelStore store;
    private final Path folder;
    private final List<ClipPart> parts = new ArrayList<>();
    private final List<ClipSound> sounds = new ArrayList<>();

    private Recipe(ModelStore store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /** What is done to a recipe. */
    @FunctionalInterface
    interface Steps {
        void of(Recipe recipe) throws IOException, InterruptedException;
    }

    /**
     * Makes the clip that a benchmark's arguments name.
     *
     * @param arguments where the clip goes; the home folder with the models ({@code ~/.moderato} if left out)
     */
    static void make(String[] arguments, Steps steps) throws IOException, InterruptedException {
        Path target = Path.of(arguments[0]).toAbsolutePath();
        Path home = arguments.length > 1 ? Path.of(arguments[1]) : Path.of(System.getProperty("user.home"), ".moderato");
        Files.createDirectories(target.getParent());
        Path folder = Files.createTempDirectory("moderato-bench");
        try {
            Recipe recipe = new Recipe(ModelStore.open(home, System.out::println), folder);
            steps.of(recipe);
            MAKER.make(recipe.parts, recipe.sounds, target);
        } finally {
            MoreFiles.deleteRecursively(folder);
        }
        System.out.println(target + ": " + Files.size(target) + " bytes");
    }

    Recipe still(Material material, double seconds) throws IOException, InterruptedException {
        return add(material, file -> new ClipPart.Still(file, seconds));
    }

    Recipe wandering(Material material, double seconds) throws IOException, InterruptedException {
        return add(material, file -> new ClipPart.Wandering(file, seconds));
    }

    Recipe footage(Material material, double seconds) throws IOException, InterruptedException {
        return add(material, file -> new ClipPart.Footage(file, seconds));
    }

    private Recipe add(Material material, Function<Path, ClipPart> part) throws IOException, InterruptedException {
        parts.add(part.apply(material.file(store, folder)));
        return this;
    }

    Recipe sound(Material material, double at) throws IOException, InterruptedException {
        sounds.add(new ClipSound(material.file(store, folder), at));
        return this;
    }
}
