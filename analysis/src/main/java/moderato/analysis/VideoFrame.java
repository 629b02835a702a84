package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of {@code frames.jsonl}: a candidate frame of the video.
 *
 * @param frame its name
 * @param pts its presentation time, in seconds from the start of the video
 * @param change how much it differs from the candidate before it, 0..1
 * @param base whether it belongs to the first pass
 * @param moved whether it does for nothing but movement
 * @param cut whether it is the first one after a cut
 * @param duplicateOf the frame whose picture stands for this one's
 * @param file where its picture is below {@code frames/}
 */
record VideoFrame(String frame, double pts, double change, boolean base, boolean moved, boolean cut, Optional<String> duplicateOf, String file) {

    /** A frame whose picture lies under its name, and that follows no cut. */
    VideoFrame(String frame, double pts, double change, boolean base, Optional<String> duplicateOf) {
        this(frame, pts, change, base, false, false, duplicateOf, frame);
    }

    /**
     * Reads {@code frames.jsonl} of a folder.
     *
     * @throws IOException when a line lacks its name or time
     */
    static List<VideoFrame> read(Path folder) throws IOException {
        Path file = folder.resolve("frames.jsonl");
        List<VideoFrame> frames = new ArrayList<>();
        for (JsonNode line : JsonLines.read(file)) {
            if (!line.path("frame").isTextual() || !line.path("pts").isNumber()) {
                throw new IOException(file + ": line " + (frames.size() + 1) + " lacks \"frame\" or \"pts\"");
            }
            frames.add(new VideoFrame(
                    line.get("frame").textValue(),
                    line.get("pts").doubleValue(),
                    line.path("change").doubleValue(),
                    line.path("base").asBoolean(true),
                    line.path("moved").asBoolean(),
                    line.path("cut").asBoolean(),
                    Optional.ofNullable(line.path("duplicateOf").textValue()),
                    line.path("file").asText(line.get("frame").textValue())));
        }
        return frames;
    }

    /**
     * Where something may have begun or ended since a frame that was looked at before this one: at any of the candidates between the two; but behind a cut it was
     * there most likely, and the last one before it tells.
     *
     * @param between the candidates between the two, in their order
     */
    List<VideoFrame> changedAmong(List<VideoFrame> between) {
        return cut && !between.isEmpty() ? List.of(between.getLast()) : between;
    }

    /** The picture's file in the folder that {@code frames.jsonl} lies in. */
    Path file(Path folder) {
        return folder.resolve("frames").resolve(file);
    }
}
