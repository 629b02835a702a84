package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** Where the containers of a registered model package are found. */
@FunctionalInterface
public interface ModelPackages {

    /** A place without packages. */
    ModelPackages NONE = name -> Optional.empty();

    /**
     * A model package as DescribeModelPackage answers it, if there is one.
     *
     * @param name its ARN, or the name of an unversioned one
     */
    Optional<JsonNode> find(String name) throws IOException;
}
