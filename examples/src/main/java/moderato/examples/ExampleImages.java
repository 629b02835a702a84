package moderato.examples;

import java.util.Map;
import moderato.jobs.Image;
import moderato.jobs.ImageCatalog;
import moderato.jobs.ServingImage;

/** The images of the examples, found as a service. */
public final class ExampleImages implements ImageCatalog {

    @Override
    public Map<String, Image> programs() {
        return Map.of("moderato/tribuo", new TribuoImage());
    }

    @Override
    public Map<String, ServingImage> serving() {
        return Map.of();
    }
}
