package moderato.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The images that a program brings along, by name; found as a service ({@code META-INF/services}), so that a JVM which runs a single image
 * knows them too.
 */
public interface ImageCatalog {

    /** The images of processing and training jobs. */
    Map<String, Image> programs();

    /** The images that batch transforms serve. */
    Map<String, ServingImage> serving();

    /** Everything that the catalogs on the class path hold. */
    static ImageCatalog installed() {
        Map<String, Image> programs = new HashMap<>();
        Map<String, ServingImage> serving = new HashMap<>();
        for (ImageCatalog catalog : ServiceLoader.load(ImageCatalog.class)) {
            programs.putAll(catalog.programs());
            serving.putAll(catalog.serving());
        }
        return new ImageCatalog() {
            @Override
            public Map<String, Image> programs() {
                return Map.copyOf(programs);
            }

            @Override
            public Map<String, ServingImage> serving() {
                return Map.copyOf(serving);
            }
        };
    }
}
