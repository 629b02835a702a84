package moderato.media;

/** Why the decoding process gives up on its file, in words that do not name it: the process does not know the name. */
final class DecodeFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final MediaException.Reason reason;

    DecodeFailure(MediaException.Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    MediaException.Reason reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
