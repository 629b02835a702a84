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
        images.put(PREFIX + "nudity", new DomainImage(Domains.NUDITY));
        images.put(PREFIX + "objects", new DomainImage(Domains.OBJECTS));
        images.put(PREFIX + "refine", new RefineImage());
        images.put(PREFIX + "faces", new FacesImage());
        images.put(PREFIX + "text", new TextImage());
        images.put(PREFIX + "speech", new SpeechImage());
        images.put(PREFIX + "toxicity", new ToxicityImage());
        images.put(PREFIX + "aggregate", new AggregateImage());
        images.put(PREFIX + "decide", new DecideImage());
        return images;
    }

    /** The images that batch transforms serve. */
    public static Map<String, ServingImage> serving() {
        return Map.of(PREFIX + "nudity-model", new DomainImage(Domains.NUDITY), PREFIX + "objects-model", new DomainImage(Domains.OBJECTS));
    }
}
