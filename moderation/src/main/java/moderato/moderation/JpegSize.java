package moderato.moderation;

import java.util.Optional;

/**
 * How large a JPEG picture is, by its header alone (ISO/IEC 10918-1, B.2.2): so a picture that is small enough is taken as it is.
 *
 * @param width in pixels
 * @param height in pixels
 */
record JpegSize(int width, int height) {

    private static final int MARKER = 0xff;
    private static final int START = 0xd8;
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;
    private static final int HEADER = 9;

    /** The size; empty when the bytes are no JPEG picture. */
    static Optional<JpegSize> of(byte[] bytes) {
        if (bytes.length < 2 || at(bytes, 0) != MARKER || at(bytes, 1) != START) {
            return Optional.empty();
        }
        for (int place = 2; place + HEADER <= bytes.length && at(bytes, place) == MARKER; place += 2 + number(bytes, place + 2)) {
            int kind = at(bytes, place + 1);
            // C4, C8 and CC lie between the frames' markers and are none.
            if (kind >= FIRST_FRAME && kind <= LAST_FRAME && kind != 0xc4 && kind != 0xc8 && kind != 0xcc) {
                return Optional.of(new JpegSize(number(bytes, place + 7), number(bytes, place + 5)));
            }
        }
        return Optional.empty();
    }

    private static int number(byte[] bytes, int place) {
        return at(bytes, place) << 8 | at(bytes, place + 1);
    }

    private static int at(byte[] bytes, int place) {
        return bytes[place] & 0xff;
    }
}
