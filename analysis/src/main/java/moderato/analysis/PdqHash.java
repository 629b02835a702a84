package moderato.analysis;

import java.util.HexFormat;

/**
 * A PDQ hash: 256 bits that hardly change when a picture is scaled, compressed or slightly altered.
 *
 * @param first the 64 bits that are written first
 * @param second the next 64 bits
 * @param third the next 64 bits
 * @param fourth the 64 bits that are written last
 */
record PdqHash(long first, long second, long third, long fourth) {

    static final int BITS = 256;

    private static final int DIGITS = 64;
    private static final int WORD_BITS = 16;

    /**
     * Reads 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    static PdqHash parse(String text) {
        if (text.length() != DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("is no PDQ hash (64 hexadecimal digits): " + text);
        }
        return new PdqHash(
                HexFormat.fromHexDigitsToLong(text, 0, 16),
                HexFormat.fromHexDigitsToLong(text, 16, 32),
                HexFormat.fromHexDigitsToLong(text, 32, 48),
                HexFormat.fromHexDigitsToLong(text, 48, 64));
    }

    /** The number of bits in which two hashes differ. */
    int distance(PdqHash other) {
        return Long.bitCount(first ^ other.first)
                + Long.bitCount(second ^ other.second)
                + Long.bitCount(third ^ other.third)
                + Long.bitCount(fourth ^ other.fourth);
    }

    /** One of the sixteen words of 16 bits, from the one written first. */
    int word(int index) {
        long part = switch (index / 4) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> fourth;
        };
        return (int) (part >>> (WORD_BITS * (3 - index % 4))) & 0xffff;
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
