package moderato.bench;

import java.io.IOException;

/**
 * A clip in which no picture stands still: three minutes of footage, and of a camera that wanders over photographs and cards, with speech under half of
 * it. 1280 x 720 at 25 frames a second, H.264 and AAC.
 *
 * <p>Arguments: where the clip goes; the home folder with the models ({@code ~/.moderato} if left out).
 */
public final class MovingClip {

    private static final double HALF = 90;

    private MovingClip() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Recipe.make(arguments, recipe -> {
            fill(recipe, 0);
            fill(recipe, HALF);
        });
    }

    private static void fill(Recipe recipe, double from) throws IOException, InterruptedException {
        recipe.footage(Material.RABBIT, 5).wandering(Material.PORTRAIT, 12).footage(Material.BIKES, 10).wandering(Material.COFFEE, 12)
                .footage(Material.CARPHONE, 4).wandering(Material.CAT, 12).footage(Material.RABBIT, 5).wandering(Material.MOTORCYCLE, 12)
                .wandering(Material.ADVERT, 6).wandering(Material.ROCKET, 12);
        recipe.sound(Material.SPEECH, from + 1).sound(Material.READING, from + 14).sound(Material.SPEECH, from + 30)
                .sound(Material.READING, from + 60);
    }
}
