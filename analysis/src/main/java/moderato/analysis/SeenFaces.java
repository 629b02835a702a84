package moderato.analysis;

import java.util.List;

/**
 * The faces of one frame.
 *
 * @param frame the frame
 * @param width the picture's width in pixels
 * @param height the picture's height in pixels
 * @param faces people's faces, the surest first
 */
record SeenFaces(VideoFrame frame, int width, int height, List<Face> faces) {

    SeenFaces {
        faces = List.copyOf(faces);
    }

    /** Whether somebody came or went between two frames. */
    static boolean differ(SeenFaces one, SeenFaces other) {
        return one.faces.size() != other.faces.size() || one.lacks(other);
    }

    private boolean lacks(SeenFaces other) {
        return other.faces.stream()
                .flatMap(face -> face.embedding().stream())
                .anyMatch(embedding -> faces.stream()
                        .flatMap(face -> face.embedding().stream())
                        .noneMatch(own -> own.similarity(embedding) >= People.SAME));
    }
}
