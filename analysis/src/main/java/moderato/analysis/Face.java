package moderato.analysis;

import java.util.List;
import java.util.Optional;

/**
 * A face in a picture.
 *
 * @param box its box and the detector's score
 * @param landmarks 68 points in the usual order: jaw, brows, nose, eyes (36-47), mouth (48-67)
 * @param embedding what tells people apart: 512 numbers of length 1, compared by cosine; empty when the face is too small for one
 */
record Face(Detection box, List<Point> landmarks, Optional<Embedding> embedding) {

    Face {
        landmarks = List.copyOf(landmarks);
    }

    /** The five points a face is aligned by: left eye, right eye, tip of the nose, left and right corner of the mouth. */
    static List<Point> fivePoints(List<Point> landmarks) {
        return List.of(
                Point.mean(landmarks.get(37), landmarks.get(38), landmarks.get(40), landmarks.get(41)),
                Point.mean(landmarks.get(43), landmarks.get(44), landmarks.get(46), landmarks.get(47)),
                landmarks.get(30),
                Point.mean(landmarks.get(48), landmarks.get(60)),
                Point.mean(landmarks.get(54), landmarks.get(64)));
    }
}
