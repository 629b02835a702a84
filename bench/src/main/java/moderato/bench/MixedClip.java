package moderato.bench;

import java.io.IOException;

/**
 * The clip that moderation is timed on: 72 seconds of 1280 x 720 at 25 frames a second, H.264 and AAC, of cards, cartoon, street, portraits, things and
 * a printed page, with speech under half of it.
 *
 * <p>Arguments: where the clip goes; the home folder with the models ({@code ~/.moderato} if left out).
 */
public final class MixedClip {

    private MixedClip() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Recipe.make(arguments, MixedClip::fill);
    }

    private static void fill(Recipe recipe) throws IOException, InterruptedException {
        recipe.still(Material.TITLE, 4).footage(Material.RABBIT, 5).still(Material.PORTRAIT, 6).footage(Material.BIKES, 10)
                .still(Material.ADVERT, 5).still(Material.COFFEE, 5).still(Material.CAT, 5).still(Material.MOTORCYCLE, 5)
                .still(Material.PAGE, 5).footage(Material.CARPHONE, 4).still(Material.INSULT, 5).footage(Material.RABBIT, 5)
                .still(Material.CAMERA, 4).still(Material.ROCKET, 4);
        recipe.sound(Material.SPEECH, 1).sound(Material.READING, 14).sound(Material.SPEECH, 30).sound(Material.READING, 47)
                .sound(Material.RABBIT, 58);
    }
}
