package moderato.cli;

import java.nio.file.Path;

/** Names from strangers as they may be shown: on one line, and without signs that a terminal would obey. */
final class Shown {

    private Shown() {
    }

    /** A path with its control characters written out. */
    static String path(Path path) {
        return text(path.toString());
    }

    /** The last part of a path, in the same manner. */
    static String name(Path path) {
        return text(String.valueOf(path.getFileName()));
    }

    private static String text(String given) {
        StringBuilder text = new StringBuilder();
        given.codePoints().forEach(character -> {
            if (Character.isISOControl(character)) {
                text.append("\\u%04x".formatted(character));
            } else {
                text.appendCodePoint(character);
            }
        });
        return text.toString();
    }
}
