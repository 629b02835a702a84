package moderato.moderation;

import java.util.List;
import java.util.Optional;

/**
 * What the report's template shows: every value ready to print, none of it escaped yet.
 *
 * @param grounds what the decision rests on, as far as it is named at the top: a long video would have a page of it
 */
record ReportView(
        ModerationPackage shown,
        String contentSecurityPolicy,
        String style,
        String script,
        String facts,
        List<String> grounds,
        List<Tick> ticks,
        List<Lane> lanes,
        List<Card> cards,
        List<Card> searchable,
        int hidden,
        List<Spoken> transcript,
        List<Face> people,
        List<CoverageRow> coverage,
        List<CostRow> cost,
        List<Picture> pictures) {

    /** A mark on the time axis. */
    record Tick(String left, String text) {
    }

    /** A domain's row of the timeline. */
    record Lane(String name, String note, boolean looked, List<Bar> bars, Optional<String> curve) {
    }

    /** A piece of evidence on a lane. */
    record Bar(String target, String style, String kind, String title) {
    }

    /** A piece of evidence in the list. */
    record Card(String id, String title, String path, String span, String confidence, String model, String domain, boolean decisive,
            Optional<Thumbnail> picture, Optional<String> text, List<Piece> pieces, Optional<String> person) {
    }

    /**
     * A picture, held once in the page's style under its name.
     *
     * @param origin the moment and the frame that it was made of, {@code 12.5 000042.jpg}: by these the page can be drawn again
     */
    record Picture(String name, String source, int width, int height, String origin) {
    }

    /** A use of a picture, and where in it the finding is. */
    record Thumbnail(Picture picture, Optional<String> box) {

        String style() {
            return "background-image:var(--" + picture.name() + ");aspect-ratio:" + picture.width() + "/" + picture.height();
        }
    }

    /** A stretch of the transcript. */
    record Spoken(String id, String span, List<Piece> pieces, String note) {
    }

    /** A part of what was said, marked when evidence rests on it. */
    record Piece(String text, Optional<String> mark) {
    }

    /** Somebody who appears. */
    record Face(String name, String detail, Optional<String> match, Optional<Thumbnail> picture) {
    }

    /** A domain's coverage. */
    record CoverageRow(String domain, String status, String detail) {
    }

    /** A stage's cost, with its share of the processor time. */
    record CostRow(String stage, String wall, String processor, String share) {
    }
}
