package moderato.kernel;

/** The sizes that the engines hold runs to; they are those of AWS Step Functions. */
public final class Limits {

    /** The most bytes that an input, an output or a payload may have as JSON text in UTF-8: 256 KiB. */
    public static final int PAYLOAD_BYTES = 256 * 1024;

    /** The most bytes that a distributed Map takes of a file at once, a manifest or one that its handler gives only whole: 256 MiB. */
    public static final int FILE_BYTES = 256 * 1024 * 1024;

    /** The error of a task whose output is larger than {@link #PAYLOAD_BYTES}. */
    public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";

    private Limits() {
    }
}
