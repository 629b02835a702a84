package moderato.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.moderation.Domains;

/** The steps of the shipped pipeline that a moderation's progress shows. */
final class ModerationSteps {

    /** The step that reads the video, before all others. */
    static final String INGEST = "ingest";

    private ModerationSteps() {
    }

    /** Those that have something to do when these domains are asked for, in their order. */
    static List<String> of(List<String> domains) {
        List<String> steps = new ArrayList<>(List.of(INGEST));
        boolean nudity = domains.contains(Domains.NUDITY);
        boolean objects = domains.contains(Domains.OBJECTS) || !Domains.STANDARD.containsAll(domains);
        add(steps, nudity, "nudity");
        add(steps, objects, "objects");
        add(steps, nudity || objects, "refine");
        add(steps, nudity, "nudity-refined");
        add(steps, objects, "objects-refined");
        for (String domain : List.of(Domains.FACES, Domains.TEXT, Domains.SPEECH, Domains.TOXICITY)) {
            add(steps, domains.contains(domain), domain);
        }
        return steps;
    }

    /** The batch transforms that look for a domain; none when it is looked for by processing jobs. */
    private static List<String> transforms(String domain) {
        if (domain.equals(Domains.NUDITY)) {
            return List.of("nudity", "nudity-refined");
        }
        return domain.equals(Domains.OBJECTS) || !Domains.STANDARD.contains(domain) ? List.of("objects", "objects-refined") : List.of();
    }

    /** The last step that looks for a domain; none for what ingest looks for. */
    static Optional<String> last(String domain) {
        if (domain.equals(Domains.KNOWN)) {
            return Optional.empty();
        }
        List<String> transforms = transforms(domain);
        return Optional.of(transforms.isEmpty() ? domain : transforms.getLast());
    }

    private static void add(List<String> steps, boolean wanted, String step) {
        if (wanted) {
            steps.add(step);
        }
    }
}
