package moderato.analysis;

import java.util.ArrayList;
import java.util.List;

/** At what size text is looked for in a picture. */
sealed interface TextScale {

    /** RapidOCR's own size, for still pictures: the shorter side at least 736, the longer at most 2000. */
    record Still() implements TextScale {}

    /**
     * For video frames: never enlarged.
     *
     * @param longest the most pixels of the longer side
     */
    record Video(int longest) implements TextScale {}

    /**
     * A picture as the detector sees it.
     *
     * @param picture sides that are multiples of 32
     * @param sourceWidth the width of the picture before that last resizing, bars included
     * @param sourceHeight its height
     * @param barTop rows of black put above it
     * @param scaleX how many pixels of the original one of the source stands for, along x
     * @param scaleY the same along y
     */
    record Prepared(Bitmap picture, int sourceWidth, int sourceHeight, int barTop, double scaleX, double scaleY) {

        /** Regions of the source as places in the original picture. */
        List<Quad> inPicture(List<Quad> regions, Bitmap original) {
            if (barTop == 0 && scaleX == 1 && scaleY == 1) {
                return regions;
            }
            List<Quad> places = new ArrayList<>();
            for (Quad region : regions) {
                List<Point> corners = region.corners().stream()
                        .map(corner -> new Point(
                                Math.clamp(corner.x() * scaleX, 0, original.width()),
                                Math.clamp((corner.y() - barTop) * scaleY, 0, original.height())))
                        .toList();
                places.add(new Quad(corners.get(0), corners.get(1), corners.get(2), corners.get(3)));
            }
            return places;
        }
    }

    /** Prepares a picture for the detector. */
    default Prepared prepare(Bitmap picture) {
        return switch (this) {
            case Still still -> still(picture);
            case Video video -> video(picture, video.longest());
        };
    }

    private static Prepared video(Bitmap picture, int longest) {
        double ratio = Math.min(1, (double) longest / Math.max(picture.width(), picture.height()));
        return new Prepared(
                picture.resized(sides(picture.width() * ratio), sides(picture.height() * ratio)),
                picture.width(),
                picture.height(),
                0,
                1,
                1);
    }

    private static Prepared still(Bitmap picture) {
        int longest = Math.max(picture.width(), picture.height());
        int shortest = Math.min(picture.width(), picture.height());
        int width = picture.width();
        int height = picture.height();
        if (longest > 2000) {
            width = sides(width * 2000.0 / longest);
            height = sides(height * 2000.0 / longest);
        } else if (shortest < 30) {
            width = sides(width * 30.0 / shortest);
            height = sides(height * 30.0 / shortest);
        }
        double scaleX = (double) picture.width() / width;
        double scaleY = (double) picture.height() / height;
        int bar = 0;
        if (height <= 30 || (double) width / height > 8) {
            bar = Math.abs(2 * Math.max(width / 8, 30) - height) / 2;
        }
        try (Bitmap sized = picture.resized(width, height);
                Bitmap barred = sized.padded(bar, bar, 0, 0, 0)) {
            int shorter = Math.min(barred.width(), barred.height());
            double ratio = Math.max(1, 736.0 / shorter);
            Bitmap input = barred.resized(sides((int) (barred.width() * ratio)), sides((int) (barred.height() * ratio)));
            return new Prepared(input, barred.width(), barred.height(), bar, scaleX, scaleY);
        }
    }

    private static int sides(double length) {
        return Math.max(32, (int) Math.rint(length / 32) * 32);
    }
}
