package moderato.moderation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evidence from hash lists: material that somebody has seen before. */
final class KnownMatches {

    /** PDQ hashes have 256 bits, so a distance of 0 is certainty. */
    private static final double BITS = 256;

    private KnownMatches() {
    }

    /** Whether the video was compared with lists at all. */
    static boolean compared(List<StepFolder> steps) {
        return steps.stream().anyMatch(step -> step.file("known.jsonl").toFile().isFile());
    }

    /** Reads {@code known.jsonl}. Hashes stay behind: with them, a package would tell what to look for. */
    static List<Evidence> read(List<StepFolder> steps, Taxonomy taxonomy) throws IOException {
        List<Evidence> evidence = new ArrayList<>();
        for (StepFolder step : steps) {
            for (Line line : step.lines("known.jsonl")) {
                List<String> place = new ArrayList<>(taxonomy.path(line.flag("stop") ? "Stop List" : "Listed Content").orElseThrow());
                place.add(line.text("label"));
                double start = line.number("start");
                evidence.add(new Evidence("", Domains.KNOWN, line.text("label"), place, Round.time(start),
                        Round.time(Math.max(start, line.number("end", start))), Round.time(start),
                        Round.score(1 - line.number("distance", 0) / BITS), "pdq", List.of(), Optional.empty(), line.optional("list"),
                        Optional.empty()));
            }
        }
        return evidence;
    }

    /** Whether one of them is on a list of what must not be shown. */
    static boolean stops(List<Evidence> evidence) {
        return evidence.stream().anyMatch(item -> item.taxonomy().contains("Stop List"));
    }
}
