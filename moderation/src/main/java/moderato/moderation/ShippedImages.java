package moderato.moderation;

import java.util.Map;
import moderato.jobs.Image;
import moderato.jobs.ImageCatalog;
import moderato.jobs.ServingImage;

/** The built-in images as a service, so that a JVM which runs one of them finds it. */
public final class ShippedImages implements ImageCatalog {

    @Override
    public Map<String, Image> programs() {
        return BuiltInImages.processing();
    }

    @Override
    public Map<String, ServingImage> serving() {
        return BuiltInImages.serving();
    }
}
