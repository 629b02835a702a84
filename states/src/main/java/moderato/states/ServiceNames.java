package moderato.states;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import moderato.kernel.NearestName;

/** The services and actions that a Task may name by {@code aws-sdk}, as far as the services' API models have them. */
final class ServiceNames {

    private static final String SDK = "aws-sdk:";

    private ServiceNames() {
    }

    /** What is doubtful about a resource of {@code aws-sdk}, and the nearest right name; empty when nothing is, or nothing is known. */
    static Optional<String> doubt(String resource) {
        String[] names = resource.substring(resource.indexOf(SDK) + SDK.length()).split("[:.]", 3);
        List<String> services = lines("services");
        if (!services.contains(names[0])) {
            return Optional.of("No service is known here by the name '%s'%s".formatted(names[0], NearestName.suggestion(names[0], services)));
        }
        List<String> actions = lines(names[0]);
        return actions.isEmpty() || actions.contains(names[1]) ? Optional.empty()
                : Optional.of("The service '%s' has no action '%s' that is known here%s".formatted(names[0], names[1],
                        NearestName.suggestion(names[1], actions)));
    }

    private static List<String> lines(String name) {
        try (InputStream in = ServiceNames.class.getResourceAsStream("service-shapes/" + name + ".txt")) {
            return in == null ? List.of() : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
