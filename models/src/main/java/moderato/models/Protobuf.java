package moderato.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the fields of a protobuf message, one after the other, where they lie. */
final class Protobuf {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    /** Takes a field. */
    @FunctionalInterface
    interface Field {

        /**
         * @param number the field's number
         * @param value of a number; 0 for a field of bytes
         * @param bytes of a field of bytes, a view; empty for a number
         */
        void at(int number, long value, ByteBuffer bytes);
    }

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private Protobuf() {}

    /**
     * Visits every field of a message.
     *
     * @throws RuntimeException when it is no such message
     */
    static void read(ByteBuffer message, Field field) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            int number = Math.toIntExact(tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> field.at(number, varint(message), NONE);
                case FIXED_64 -> message.position(message.position() + Long.BYTES);
                case BYTES -> {
                    int length = Math.toIntExact(varint(message));
                    ByteBuffer part = message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                    message.position(message.position() + length);
                    field.at(number, 0, part);
                }
                case FIXED_32 -> message.position(message.position() + Integer.BYTES);
                default -> throw new IllegalArgumentException("unknown wire type");
            }
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number too long");
    }
}
