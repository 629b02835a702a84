package moderato.moderation;

import java.util.LinkedHashMap;
import java.util.Map;
import moderato.analysis.DomainImage;
import moderato.analysis.FacesImage;
import moderato.analysis.IngestImage;
import moderato.analysis.RefineImage;
import moderato.analysis.SpeechImage;
import moderato.analysis.TextImage;
import moderato.analysis.ToxicityImage;
import moderato.jobs.Image;
import moderato.jobs.ServingImage;

/** The images that are part of this program, by their names: {@code moderato/<name>}. */
public final class BuiltInImages {

    /** What stands before the name of every built-in image. */
    public static final String PREFIX = "moderato/";

    private BuiltInImages() {
    }

    /** The images of processing jobs. */
    public static Map<String, Image> processing() {
        Map<String, Image> images = new LinkedHashMap<>();
        images.put(PREFIX + "ingest", new IngestImage());
        images.put(PREFIX + "refine", new RefineImage());
        covered(images, Domains.FACES, new FacesImage());
        covered(images, Domains.TEXT, new TextImage());
        covered(images, Domains.SPEECH, new SpeechImage());
        covered(images, Domains.TOXICITY, new ToxicityImage());
        images.put(PREFIX + "aggregate", new AggregateImage());
        images.put(PREFIX + "decide", new DecideImage());
        images.put(PREFIX + "answer", new AnswerImage());
        return images;
    }

    private static void covered(Map<String, Image> images, String domain, Image image) {
        images.put(PREFIX + domain, new CoveredImage(domain, domain, image));
    }

    /** The images that batch transforms serve; that of objects also looks for whatever only a user's own models know. */
    public static Map<String, ServingImage> serving() {
        return Map.of(PREFIX + "nudity-model", new DomainImage(Domains.NUDITY),
                PREFIX + "objects-model", new DomainImage(Domains.OBJECTS, domain -> !Domains.STANDARD.contains(domain)));
    }
}
