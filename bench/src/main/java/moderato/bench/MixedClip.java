package moderato.bench;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moderato.media.ClipMaker;
import moderato.media.ClipPart;
import moderato.media.ClipSound;
import moderato.models.ModelStore;

/**
 * The clip that moderation is timed on: 72 seconds of 1280 x 720 at 25 frames a second, H.264 and AAC, of cards, cartoon, street, portraits, things and
 * a printed page, with speech under half of it.
 *
 * <p>Arguments: where the clip goes; the home folder with the models ({@code ~/.moderato} if left out).
 */
public final class MixedClip {

    private static final ClipMaker MAKER = new ClipMaker(1280, 720, 25);

    private MixedClip() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path target = Path.of(arguments[0]).toAbsolutePath();
        Path home = arguments.length > 1 ? Path.of(arguments[1]) : Path.of(System.getProperty("user.home"), ".moderato");
        Files.createDirectories(target.getParent());
        make(ModelStore.open(home, System.out::println), target);
        System.out.println(target + ": " + Files.size(target) + " bytes");
    }

    static void make(ModelStore store, Path target) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("moderato-bench");
        try {
            make(new Recipe(store, folder), target);
        } finally {
            MoreFiles.deleteRecursively(folder);
        }
    }

    private static void make(Recipe recipe, Path target) throws IOException, InterruptedException {
        recipe.still(Material.TITLE, 4).footage(Material.RABBIT, 5).still(Material.PORTRAIT, 6).footage(Material.BIKES, 10)
                .still(Material.ADVERT, 5).still(Material.COFFEE, 5).still(Material.CAT, 5).still(Material.MOTORCYCLE, 5)
                .still(Material.PAGE, 5).footage(Material.CARPHONE, 4).still(Material.INSULT, 5).footage(Material.RABBIT, 5)
                .still(Material.CAMERA, 4).still(Material.ROCKET, 4);
        recipe.sound(Material.SPEECH, 1).sound(Material.READING, 14).sound(Material.SPEECH, 30).sound(Material.READING, 47)
                .sound(Material.RABBIT, 58);
        MAKER.make(recipe.parts, recipe.sounds, target);
    }

    private static final class Recipe {

        private final ModelStore store;
        private final Path folder;
        private final List<ClipPart> parts = new ArrayList<>();
        private final List<ClipSound> sounds = new ArrayList<>();

        Recipe(ModelStore store, Path folder) {
            this.store = store;
            this.folder = folder;
        }

        Recipe still(Material material, double seconds) throws IOException, InterruptedException {
            parts.add(new ClipPart.Still(material.file(store, folder), seconds));
            return this;
        }

        Recipe footage(Material material, double seconds) throws IOException, InterruptedException {
            parts.add(new ClipPart.Footage(material.file(store, folder), seconds));
            return this;
        }

        Recipe sound(Material material, double at) throws IOException, InterruptedException {
            sounds.add(new ClipSound(material.file(store, folder), at));
            return this;
        }
    }
}
