package moderato.analysis;

/** A hash list that cannot be used; its message names the file and the line. */
final class HashListException extends Exception {

    private static final long serialVersionUID = 1L;

    HashListException(String message) {
        super(message);
    }
}
