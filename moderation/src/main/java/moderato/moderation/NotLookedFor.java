package moderato.moderation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of the taxonomy no model of a run could have found, said plainly, so that nobody takes silence for absence. */
final class NotLookedFor {

    private NotLookedFor() {
    }

    /**
     * Names the gaps: a whole branch where nothing in it was looked for, otherwise its parts.
     *
     * @param steps the steps of each analysed domain
     */
    static List<String> of(Map<String, List<StepFolder>> steps, Taxonomy taxonomy, LabelMap labels) {
        List<List<String>> covered = new ArrayList<>();
        List<List<String>> byOwnModels = new ArrayList<>();
        steps.forEach((domain, folders) -> {
            List<List<String>> given =
                    folders.stream().flatMap(step -> step.models().stream()).flatMap(model -> model.covers().stream()).toList();
            byOwnModels.addAll(given);
            covered.addAll(given);
            covered.addAll(given.isEmpty() ? labels.covers(domain) : List.of());
        });
        List<String> gaps = new ArrayList<>();
        for (List<String> path : taxonomy.looked()) {
            String label = path.getLast();
            boolean parentMissing = path.size() > 1 && gaps.contains(path.getFirst());
            if (!parentMissing && covered.stream().noneMatch(place -> related(place, path))) {
                gaps.add(label);
            } else if (byOwnModels.stream().noneMatch(place -> place.size() <= path.size() && related(place, path))) {
                steps.keySet().forEach(domain -> labels.unseenPart(domain, label).ifPresent(gaps::add));
            }
        }
        return gaps;
    }

    private static boolean related(List<String> place, List<String> path) {
        int common = Math.min(place.size(), path.size());
        return place.subList(0, common).equals(path.subList(0, common));
    }
}
