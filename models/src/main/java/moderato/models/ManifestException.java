package moderato.models;

import java.io.IOException;
import java.util.List;

/** A manifest, or a model named in one, that cannot be used as written: says where, what is wrong and what would be right. */
public final class ManifestException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the error.
     *
     * @param place file and line, or model and file
     * @param problem what is wrong there, and what to do
     */
    public ManifestException(String place, String problem) {
        super(place + ": " + problem);
    }

    /** Makes one error of several messages, a line each. */
    ManifestException(List<String> messages) {
        super(String.join("\n", messages));
    }
}
