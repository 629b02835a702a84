package moderato.media;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A candidate frame: one that is worth looking at.
 *
 * @param number its place among the candidates, from 0
 * @param index its place among all decoded frames, from 0
 * @param pts seconds from the start of the video, from its presentation timestamp
 * @param change how much the picture differs from the candidate before: the mean difference of brightness, 0 (the same) to 1 (black to white); 1 for
 *     the first
 * @param base whether it belongs to the base set that a first pass looks at
 * @param moved whether it does for nothing but the movement since the base frame before
 * @param cut whether it is the very first frame after a scene cut, or of a picture or text that appears at once
 * @param sameAs the number of the earlier candidate it hardly differs from, the last that was none itself; such a frame comes without
 *     brightness and pixels, unless the rate is fixed
 * @param luma the displayed picture's brightness, full range, shrunk as asked
 * @param jpeg the displayed picture as JPEG (quality 95, longer side as asked), where asked for
 * @param picture the displayed picture as pixels, where asked for
 */
public record Frame(
        int number,
        int index,
        double pts,
        double change,
        boolean base,
        boolean moved,
        boolean cut,
        OptionalInt sameAs,
        Optional<Luma> luma,
        Optional<byte[]> jpeg,
        Optional<Picture> picture) {}
