package moderato.media;

import java.io.IOException;

/**
 * A media file that cannot be read; its message is a sentence that names the file and says what is wrong with it.
 *
 * <p>Always the input's fault (exit code 65). Trouble in writing what was decoded is a plain {@link IOException}.
 */
public final class MediaException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the file. */
    public enum Reason {
        /** There is no such file. */
        MISSING,
        /** It is a folder or another thing that is no regular file. */
        NOT_A_FILE,
        /** It may not be read. */
        UNREADABLE,
        /** It has no bytes. */
        EMPTY,
        /** It is in no format that is read here, or too damaged to tell. */
        NOT_MEDIA,
        /** It refers to other files or addresses, which is never followed. */
        REFUSED,
        /** Its picture has more pixels, or decoding it takes more memory, than is allowed. */
        TOO_LARGE,
        /** Nothing of it could be decoded. */
        NOTHING_DECODED,
        /** The decoding process ended before its work was done. */
        CHILD_ENDED,
        /** The decoding process made no progress and was ended. */
        CHILD_STUCK
    }

    private final Reason reason;

    /**
     * Makes the exception.
     *
     * @param message a sentence that names the file
     */
    public MediaException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
