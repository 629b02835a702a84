package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Where in the picture something is, as fractions of the displayed picture; in JSON {@code [x, y, width, height]}.
 *
 * @param x left edge, 0 to 1
 * @param y upper edge, 0 to 1
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"x", "y", "width", "height"})
public record Box(double x, double y, double width, double height) {
}
