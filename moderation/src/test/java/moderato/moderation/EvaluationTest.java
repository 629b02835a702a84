package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class EvaluationTest {

    private static final Policy STRICT = one("strict", 0.4);
    private static final Policy LAX = one("lax", 0.8);

    @TempDir
    Path folder;

    private final List<ModerationPackage> packages = new ArrayList<>();

    @Test
    void countsFoundEventsAndFalseAlarms() {
        show("a.mp4", knife(1, 3, 0.9), knife(6, 7, 0.5));
        show("b.mp4", knife(2, 4, 0.6));
        show("c.mp4");
        Evaluation evaluation = Evaluation.of(List.of(event("a.mp4", 1.2, 3.1), event("b.mp4", 8, 9), new LabelledEvent("c.mp4", 0, 0, "")),
                packages, List.of(STRICT, LAX), 0.5);
        assertThat(evaluation.videos()).isEqualTo(3);
        assertThat(evaluation.policies()).satisfiesExactly(strict -> {
            Evaluation.LabelResult weapons = strict.labels().getFirst();
            assertThat(weapons.threshold()).contains(0.4);
            assertThat(weapons.recall()).extracting(Proportion::hits, Proportion::all).containsExactly(1, 2);
            assertThat(weapons.precision()).extracting(Proportion::hits, Proportion::all).containsExactly(1, 3);
            assertThat(weapons.falseAlarmsPerHour()).isCloseTo(2 / (30 / 3600.0), within(0.01));
            assertThat(weapons.events().getFirst().startError()).contains(-0.2);
            assertThat(weapons.events().getFirst().endError()).contains(-0.1);
            assertThat(strict.sentToReview().hits()).isEqualTo(2);
            assertThat(strict.missed().hits()).isZero();
        }, lax -> {
            assertThat(lax.labels().getFirst().precision()).extracting(Proportion::hits, Proportion::all).containsExactly(1, 1);
            assertThat(lax.missed()).extracting(Proportion::hits, Proportion::all).containsExactly(1, 2);
            assertThat(lax.heldBack()).extracting(Proportion::hits, Proportion::all).containsExactly(0, 1);
        });
        assertThat(evaluation.labels().getFirst().thresholdForRecall()).contains(0.9);
        assertThat(evaluation.labels().getFirst().curve()).extracting(Evaluation.Point::threshold).containsExactly(0.9, 0.6, 0.5);
    }

    @Test
    void countsAChildAsItsParent() {
        show("a.mp4", knife(1, 3, 0.9));
        Evaluation evaluation = Evaluation.of(List.of(new LabelledEvent("a.mp4", 1, 3, "Violence")), packages, List.of(STRICT), 0.9);
        assertThat(evaluation.labels().getFirst().curve().getFirst().recall()).isEqualTo(1);
        assertThat(evaluation.policies().getFirst().labels().getFirst()).satisfies(violence -> {
            assertThat(violence.threshold()).as("of the rule on the label below").contains(0.4);
            assertThat(violence.recall()).extracting(Proportion::hits, Proportion::all).containsExactly(1, 1);
        });
    }

    @Test
    void knowsTheIntervalOfAProportion() {
        assertThat(Proportion.of(8, 10)).satisfies(found -> {
            assertThat(found.low()).isCloseTo(0.4902, within(0.0002));
            assertThat(found.high()).isCloseTo(0.9433, within(0.0002));
        });
        assertThat(Proportion.of(0, 0)).isEqualTo(new Proportion(0, 0, 0, 0, 1));
        assertThat(Proportion.of(5, 5).high()).isEqualTo(1);
    }

    @Test
    void readsTablesAndNamesBadRows() throws IOException {
        Path table = folder.resolve("labels.csv");
        Files.writeString(table, "file,start,end,label\n\"a, \"\"b\"\".mp4\",1,2.5,weapons\nc.mp4,,,\n\ne.mp4\n");
        assertThat(LabelledEvent.read(table)).containsExactly(new LabelledEvent("a, \"b\".mp4", 1, 2.5, "Weapons"),
                new LabelledEvent("c.mp4", 0, 0, ""), new LabelledEvent("e.mp4", 0, 0, ""));
        Files.writeString(table, "file,start,end,label\na,1,2,Wepons\nb,x,2,Weapons\nc,3,2,Weapons\nd,1\n");
        assertThatThrownBy(() -> LabelledEvent.read(table)).hasMessageContaining("labels.csv:2: label 'Wepons'")
                .hasMessageContaining("did you mean 'Weapons'").hasMessageContaining(":3: start and end").hasMessageContaining(":4: an event")
                .hasMessageContaining(":5: expected");
        Files.writeString(table, "a,1,2,Weapons\n");
        assertThatThrownBy(() -> LabelledEvent.read(table)).hasMessageContaining(":1: the first line must be");
    }

    @Test
    void refusesAVideoWithoutAPackage() {
        assertThatThrownBy(() -> Evaluation.of(List.of(event("x.mp4", 1, 2)), packages, List.of(STRICT), 0.9))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("x.mp4: named in the table, and there is no package of it");
    }

    private static LabelledEvent event(String file, double start, double end) {
        return new LabelledEvent(file, start, end, "Weapons");
    }

    private static Evidence knife(double start, double end, double confidence) {
        return new Evidence("objects-" + start, "objects", "knife", List.of("Violence", "Weapons"), start, end, start, confidence, "m",
                List.of(new Sample((start + end) / 2, confidence)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void show(String file, Evidence... evidence) {
        Timeline sample = Samples.timeline("a".repeat(64), file);
        Timeline timeline = new Timeline(sample.video(), sample.models(), sample.coverage(), List.of(evidence), List.of(), List.of(),
                sample.cost(), sample.lineage());
        packages.add(ModerationPackage.of(timeline, LAX, Instant.EPOCH));
    }

    private static Policy one(String name, double threshold) {
        return Policy.parse(name, "{name: " + name + ", required: [], rules: [{name: knives, label: Weapons, threshold: " + threshold
                + ", severity: low, outcome: review, reason: Seen.}]}");
    }
}
