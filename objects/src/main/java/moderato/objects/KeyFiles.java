package moderato.objects;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How keys become file names and back.
 *
 * <p>Keys are any text; file names are not. A part of a key that no file may be named (empty, {@code .}, {@code ..}) or that holds a
 * per cent sign is written with per cent escapes, so that every other key is a path one recognises. {@code a} and {@code a/b} may both be
 * objects; then {@code a} is kept as {@code a%}, a name that no key gives.
 */
final class KeyFiles {

    /** Follows the name of an object whose plain name is a folder. */
    static final String BESIDE_FOLDER = "%";

    private static final int NAME_BYTES_AT_MOST = 200;
    private static final String CONTINUED = "%+";

    private KeyFiles() {
    }

    /** The path of a key's file below its bucket's folder. */
    static Path toPath(Path bucketFolder, String key) {
        Path path = bucketFolder;
        for (String part : key.split("/", -1)) {
            for (String name : names(part)) {
                path = path.resolve(name);
            }
        }
        return path;
    }

    /** The key of a file below its bucket's folder. */
    static String toKey(Path bucketFolder, Path file) {
        StringBuilder key = new StringBuilder();
        boolean first = true;
        boolean continues = false;
        for (Path name : bucketFolder.relativize(file)) {
            if (!first && !continues) {
                key.append('/');
            }
            first = false;
            String text = name.toString();
            continues = text.endsWith(CONTINUED);
            if (continues) {
                text = text.substring(0, text.length() - CONTINUED.length());
            } else if (text.endsWith(BESIDE_FOLDER)) {
                text = text.substring(0, text.length() - BESIDE_FOLDER.length());
            }
            key.append(unescape(text));
        }
        return key.toString();
    }

    private static List<String> names(String part) {
        List<String> names = new ArrayList<>();
        String rest = part;
        while (rest.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_AT_MOST) {
            int end = rest.offsetByCodePoints(0, Math.min(rest.codePointCount(0, rest.length()) - 1, NAME_BYTES_AT_MOST / 4));
            names.add(escape(rest.substring(0, end)) + CONTINUED);
            rest = rest.substring(end);
        }
        names.add(escape(rest));
        return names;
    }

    private static String escape(String part) {
        return switch (part) {
            case "" -> "%00";
            case "." -> "%2E";
            case ".." -> "%2E%2E";
            default -> part.replace("%", "%25");
        };
    }

    private static String unescape(String name) {
        return switch (name) {
            case "%00" -> "";
            case "%2E" -> ".";
            case "%2E%2E" -> "..";
            default -> name.replace("%25", "%");
        };
    }
}
