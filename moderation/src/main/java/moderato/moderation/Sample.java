package moderato.moderation;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A model's score at one analysed frame; in JSON the pair {@code [time, score]}.
 *
 * @param time seconds from the start of the video
 * @param score 0 to 1
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"time", "score"})
public record Sample(double time, double score) {
}
