package moderato.models;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a picture becomes a network's input tensor.
 *
 * @param width the tensor's width in pixels
 * @param height the tensor's height in pixels
 * @param layout the order of the tensor's axes
 * @param colour the order of its channels
 * @param mean what is taken from each channel, in the tensor's order; pixels are 0..255
 * @param scale what each channel is then divided by
 * @param fit how the picture is brought to size
 * @param filter how pixels are made when it is
 * @param padding the value of pixels that lie outside the picture, 0..255
 * @param resizeWidth the width it is brought to before the middle of {@code width} x {@code height} is cut out
 * @param resizeHeight the height it is brought to before that
 * @param jpegQuality where present, the cut is coded and decoded as JPEG at this quality first, as the model saw it in training
 */
public record PictureInput(
        int width,
        int height,
        Layout layout,
        Colour colour,
        List<Double> mean,
        List<Double> scale,
        Fit fit,
        Filter filter,
        int padding,
        int resizeWidth,
        int resizeHeight,
        OptionalInt jpegQuality) {

    /** The order of a tensor's axes. */
    public enum Layout {
        /** Channel planes. */
        NCHW,
        /** Channels side by side. */
        NHWC
    }

    /** The order of a tensor's channels. */
    public enum Colour {
        /** Red first. */
        RGB,
        /** Blue first. */
        BGR
    }

    /** How a picture is brought to size. */
    public enum Fit {
        /** Each side by itself; the shape changes. */
        STRETCH,
        /** The shape is kept; the picture lies at the top left and the rest is padding. */
        LETTERBOX,
        /** Padded right and bottom to a square first, then stretched. */
        SQUARE
    }

    /** How pixels are made when a picture changes size. */
    public enum Filter {
        /** OpenCV's INTER_LINEAR: no smoothing when shrinking. */
        LINEAR,
        /** Pillow's BILINEAR: the triangle widens when shrinking. */
        ANTIALIASED
    }

    public PictureInput {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        if (mean.size() != 3 || scale.size() != 3) {
            throw new IllegalArgumentException("mean and scale have three values each");
        }
        if (resizeWidth < width || resizeHeight < height) {
            throw new IllegalArgumentException("the size before the cut is not below the tensor's");
        }
    }
}
