package moderato.moderation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small made-up timeline: a knife on a table, a face, a few words. */
final class Samples {

    private Samples() {
    }

    static Timeline timeline() {
        return timeline("a".repeat(64), "kitchen.mp4");
    }

    static Timeline otherVideo() {
        return timeline("b".repeat(64), "garden.mp4");
    }

    static Timeline timeline(String sha256, String file) {
        Video video = new Video(file, sha256, 12_345, 10, "mov,mp4", Optional.of(new Video.Picture("h264", 640, 360, 25, 0)),
                Optional.of(new Video.Sound("aac", 48_000, 2, 1)), new Video.Frames(250, 20, 10, 1), List.of());
        List<Evidence> evidence = List.of(
                new Evidence("objects-1", "objects", "knife", List.of("Violence", "Weapons"), 1, 3.5, 2, 0.7, "yolox-nano 0.6.2",
                        List.of(new Sample(1.5, 0.6), new Sample(2, 0.7), new Sample(3, 0.6)), Optional.of(new Box(0.1, 0.2, 0.3, 0.4)),
                        Optional.empty(), Optional.empty()),
                new Evidence("toxicity-1", "toxicity", "insult", List.of("Toxic Speech", "Insult"), 5, 7, 5, 0.5, "toxicity-head 1",
                        List.of(), Optional.empty(), Optional.of("You are <b>late</b> again"), Optional.empty()));
        Map<String, Coverage.Domain> domains = new LinkedHashMap<>();
        for (String domain : Domains.STANDARD) {
            domains.put(domain, new Coverage.Domain(Coverage.Status.ANALYSED, Optional.empty(), Optional.of(10), Optional.of(0.0),
                    Optional.empty(), domain.equals("nudity") ? Optional.of(List.of(new Sample(0, 0.1), new Sample(5, 0.3)))
                    : Optional.empty()));
        }
        return new Timeline(video,
                List.of(new ModelReference("yolox-nano", "0.6.2", "c".repeat(64), "Apache-2.0", Optional.of("Megvii"), List.of("objects"))),
                new Coverage(domains, List.of("Graphic Violence", "Hate Symbols")), evidence,
                List.of(new Speech(5, 7, "You are <b>late</b> again", 0.9, "en", 0.99, true, Optional.empty(), Optional.of("moonshine"))),
                List.of(new Person("person-1", 2, 6, 4, 5, Optional.of("000003.jpg"), Optional.of(new Box(0.4, 0.1, 0.2, 0.3)),
                        Optional.empty())),
                Cost.of(List.of(new Cost.Stage("ingest", 1.5, 1.2), new Cost.Stage("objects", 2, 1.9))),
                new Lineage("moderato test", "7", "2026-01-05T10:00:00Z", List.of(new Lineage.Step("objects", List.of("yolox-nano 0.6.2"),
                        List.of(new Lineage.Output("objects.jsonl", "d".repeat(64)))))));
    }
}
