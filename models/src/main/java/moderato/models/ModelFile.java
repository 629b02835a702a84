package moderato.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file of a model.
 *
 * @param role what the model's adapter calls it: {@code model}, {@code tokenizer}, {@code encoder}, ...
 * @param path its path inside the archive, or its file name where there is none
 * @param sha256 its SHA-256, in lower-case hexadecimal
 * @param bytes its size
 * @param archive the package archive that it lies in
 * @param sources where the bare file can be had from, in order; looked at before the archive's
 */
public record ModelFile(
        String role, String path, String sha256, long bytes, Optional<Archive> archive, List<Source> sources) {

    public ModelFile {
        sources = List.copyOf(sources);
    }

    /** The last part of {@link #path()}. */
    public String fileName() {
        return String.valueOf(Path.of(path).getFileName());
    }
}
