package moderato.media;

/** FFmpeg's error codes for system errors on Linux: their numbers, negated. */
final class Codes {

    static final int EPERM = -1;
    static final int EIO = -5;
    static final int EAGAIN = -11;
    static final int ENOMEM = -12;

    private Codes() {}
}
