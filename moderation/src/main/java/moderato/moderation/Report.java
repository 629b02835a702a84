package moderato.moderation;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The page that shows a package: one HTML file that holds everything and loads nothing.
 *
 * <p>The decision comes first. Pictures are blurred and grey until somebody reveals them; content of a stop list has none.
 */
public final class Report {

    /** All pictures together; with the text of an hour of video the page stays below 5 MB. */
    private static final long PICTURE_BYTES = 2_000_000;

    private Report() {
    }

    /** The name of the report of a video: the video's own file name and {@code .moderation.html}. */
    public static String fileName(Path video) {
        return video.getFileName() + ".moderation.html";
    }

    /** Writes a report without pictures, whole or not at all. */
    public static void write(Path file, ModerationPackage shown) throws IOException {
        WholeFile.write(file, html(shown, Optional.empty()));
    }

    /**
     * Writes a report with pictures, whole or not at all.
     *
     * @param ingest the output folder of ingest, with {@code frames.jsonl} and {@code frames/}
     */
    public static void write(Path file, ModerationPackage shown, Path ingest) throws IOException {
        WholeFile.write(file, html(shown, Optional.of(ingest)));
    }

    /** Draws a report again, of a package that was decided otherwise since, with the pictures that it has; whole or not at all. */
    public static void redraw(Path file, ModerationPackage shown) throws IOException {
        WholeFile.write(file, html(shown, Thumbnails.of(Files.readString(file))));
    }

    /**
     * Keeps the small pictures that a report of a package shows, so that it can be drawn again without the frames.
     *
     * @param frames the folder with {@code frames.jsonl} and {@code frames/}
     * @param target a folder of the same form, made even if it holds no picture
     */
    static void pictures(ModerationPackage shown, Path frames, Path target) throws IOException {
        Thumbnails thumbnails = KnownMatches.stops(shown.evidence()) ? Thumbnails.none() : Thumbnails.of(frames, PICTURE_BYTES);
        new ReportLayout(shown, thumbnails).view("", "", "");
        thumbnails.write(target);
    }

    /** Writes a report that was made before to another place, whole or not at all. */
    public static void copy(Path made, Path file) throws IOException {
        WholeFile.write(file, Files.readString(made));
    }

    static String html(ModerationPackage shown, Optional<Path> ingest) throws IOException {
        return html(shown, ingest.isPresent() ? Thumbnails.of(ingest.get(), PICTURE_BYTES) : Thumbnails.none());
    }

    private static String html(ModerationPackage shown, Thumbnails pictures) {
        Thumbnails thumbnails = KnownMatches.stops(shown.evidence()) ? Thumbnails.none() : pictures;
        String script = Taxonomy.resource("report.js");
        ReportView view = new ReportLayout(shown, thumbnails).view(policy(script), Taxonomy.resource("report.css"), script);
        StringOutput out = new StringOutput();
        Templates.ENGINE.render("report.jte", view, out);
        return out.toString();
    }

    private static final class Templates {
        private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(null, ContentType.Html,
                Report.class.getClassLoader(), Report.class.getPackageName());
    }

    /** Forbids the browser everything but what the page itself brings, and any script but this one. */
    private static String policy(String script) {
        return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-"
                + Base64.getEncoder().encodeToString(DigestUtils.sha256(script)) + "'";
    }
}
