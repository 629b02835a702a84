package moderato.models;

import java.io.IOException;

/** A model file that no source could give: says which file, with which hash, to put where. */
public final class ModelUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Makes the error with its whole message. */
    public ModelUnavailableException(String message) {
        super(message);
    }
}
