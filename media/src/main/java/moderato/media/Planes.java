package moderato.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Copies between FFmpeg's padded planes and plain arrays. */
final class Planes {

    private Planes() {}

    /** The bytes of one plane without the padding behind its rows. */
    static byte[] read(AVFrame frame, int plane, int rowBytes, int rows) {
        byte[] bytes = new byte[rowBytes * rows];
        read(frame, plane, rowBytes, rows, bytes, 0);
        return bytes;
    }

    static void read(AVFrame frame, int plane, int rowBytes, int rows, byte[] target, int offset) {
        BytePointer data = frame.data(plane);
        int stride = frame.linesize(plane);
        for (int row = 0; row < rows; row++) {
            data.position((long) row * stride).get(target, offset + row * rowBytes, rowBytes);
        }
    }

    static void write(AVFrame frame, int plane, int rowBytes, int rows, byte[] source) {
        BytePointer data = frame.data(plane);
        int stride = frame.linesize(plane);
        for (int row = 0; row < rows; row++) {
            data.position((long) row * stride).put(source, row * rowBytes, rowBytes);
        }
    }
}
