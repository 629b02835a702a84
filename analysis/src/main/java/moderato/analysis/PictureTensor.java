package moderato.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import moderato.models.PictureInput;
import moderato.models.PictureInput.Colour;
import moderato.models.PictureInput.Filter;
import moderato.models.PictureInput.Layout;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/**
 * A picture prepared as a network's input.
 *
 * @param values the tensor, in a direct buffer
 * @param shape its shape
 * @param pixelsX how many pixels of the picture one of the tensor stands for, along x; 0 where a cut makes this meaningless
 * @param pixelsY the same along y
 */
record PictureTensor(FloatBuffer values, long[] shape, double pixelsX, double pixelsY) {

    private record Fitted(Bitmap picture, double pixelsX, double pixelsY) {}

    /** Prepares a picture as a manifest says. */
    static PictureTensor prepare(Bitmap picture, PictureInput input) throws IOException {
        Fitted fitted = fit(picture, input);
        try (Bitmap whole = fitted.picture()) {
            if (whole.width() == input.width() && whole.height() == input.height()) {
                return tensor(whole, input, fitted.pixelsX(), fitted.pixelsY());
            }
            int x = (whole.width() - input.width()) / 2;
            int y = (whole.height() - input.height()) / 2;
            try (Bitmap middle = whole.cut(x, y, input.width(), input.height())) {
                return tensor(middle, input, 0, 0);
            }
        }
    }

    private static Fitted fit(Bitmap picture, PictureInput input) {
        return switch (input.fit()) {
            case STRETCH -> new Fitted(
                    resize(picture, input.resizeWidth(), input.resizeHeight(), input.filter()),
                    (double) picture.width() / input.width(),
                    (double) picture.height() / input.height());
            case LETTERBOX -> {
                double ratio = Math.min((double) input.height() / picture.height(), (double) input.width() / picture.width());
                int width = Math.max(1, (int) (picture.width() * ratio));
                int height = Math.max(1, (int) (picture.height() * ratio));
                try (Bitmap small = resize(picture, width, height, input.filter())) {
                    Bitmap padded = small.padded(0, input.height() - height, 0, input.width() - width, input.padding());
                    yield new Fitted(padded, 1 / ratio, 1 / ratio);
                }
            }
            case SQUARE -> {
                int side = Math.max(picture.width(), picture.height());
                try (Bitmap square =
                        picture.padded(0, side - picture.height(), 0, side - picture.width(), input.padding())) {
                    yield new Fitted(
                            resize(square, input.resizeWidth(), input.resizeHeight(), input.filter()),
                            (double) side / input.width(),
                            (double) side / input.height());
                }
            }
        };
    }

    private static PictureTensor tensor(Bitmap small, PictureInput input, double pixelsX, double pixelsY)
            throws IOException {
        byte[] pixels;
        if (input.jpegQuality().isPresent()) {
            try (Bitmap again = throughJpeg(small, input.jpegQuality().getAsInt())) {
                pixels = again.pixels();
            }
        } else {
            pixels = small.pixels();
        }
        FloatBuffer values = normalise(pixels, input.width() * input.height(), input);
        return new PictureTensor(values, shape(input), pixelsX, pixelsY);
    }

    private static long[] shape(PictureInput input) {
        return input.layout() == Layout.NCHW
                ? new long[] {1, 3, input.height(), input.width()}
                : new long[] {1, input.height(), input.width(), 3};
    }

    private static Bitmap resize(Bitmap picture, int width, int height, Filter filter) {
        return switch (filter) {
            case LINEAR -> picture.resized(width, height);
            case ANTIALIASED -> Bitmap.of(
                    width,
                    height,
                    AntialiasedResize.resize(picture.pixels(), picture.width(), picture.height(), width, height));
        };
    }

    private static Bitmap throughJpeg(Bitmap picture, int quality) throws IOException {
        try (BytePointer coded = new BytePointer();
                IntPointer settings = new IntPointer(
                        opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality,
                        opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420)) {
            if (!opencv_imgcodecs.imencode(".jpg", picture.mat(), coded, settings)) {
                throw new IOException("a picture of " + picture.width() + "x" + picture.height() + " could not be coded as JPEG");
            }
            byte[] bytes = new byte[(int) coded.limit()];
            coded.get(bytes);
            return Bitmap.decode(bytes, "JPEG round trip");
        }
    }

    /** Turns interleaved B,G,R pixels into a tensor: channel order, layout, mean and scale. */
    static FloatBuffer normalise(byte[] pixels, int count, PictureInput input) {
        float[] values = new float[count * 3];
        boolean planes = input.layout() == Layout.NCHW;
        for (int channel = 0; channel < 3; channel++) {
            int from = input.colour() == Colour.BGR ? channel : 2 - channel;
            float[] table = table(input.mean(), input.scale(), channel);
            if (planes) {
                for (int i = 0; i < count; i++) {
                    values[channel * count + i] = table[pixels[i * 3 + from] & 0xff];
                }
            } else {
                for (int i = 0; i < count; i++) {
                    values[i * 3 + channel] = table[pixels[i * 3 + from] & 0xff];
                }
            }
        }
        // One copy of everything is much cheaper than a check and a store for every value of a buffer.
        return direct(count * 3).put(values).rewind();
    }

    private static float[] table(List<Double> mean, List<Double> scale, int channel) {
        float[] table = new float[256];
        for (int value = 0; value < 256; value++) {
            table[value] = (float) ((value - mean.get(channel)) / scale.get(channel));
        }
        return table;
    }

    /** A direct buffer of floats, which ONNX Runtime reads in place. */
    static FloatBuffer direct(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
