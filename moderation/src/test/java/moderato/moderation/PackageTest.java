package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PackageTest {

    private static final Instant MONDAY = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-01-06T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        ModerationPackage written = ModerationPackage.of(Samples.timeline(), Policy.standard(), MONDAY);
        Path file = folder.resolve("a \"clip\"\n.mp4.moderation.json");
        written.write(file);
        assertThat(ModerationPackage.read(file)).isEqualTo(written);
        assertThat(PackageSchema.validate(file)).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void leavesTheOldPackageWhenTheNewOneCannotBeWritten() throws IOException {
        Path file = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(file.resolve("inside"), "");
        ModerationPackage written = ModerationPackage.of(Samples.timeline(), Policy.standard(), MONDAY);
        assertThatThrownBy(() -> written.write(file)).isInstanceOf(IOException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void decidesAgainFromThePackageAlone() throws IOException {
        ModerationPackage first = ModerationPackage.of(Samples.timeline(), Policy.standard(), MONDAY);
        Policy strict = Policy.parse("strict.yaml", """
                extends: default
                name: strict
                rules:
                  - {name: no-knives, label: Weapons, threshold: 0.4, severity: high, outcome: reject, reason: No knives.}
                """);
        ModerationPackage again = first.decidedBy(strict, TUESDAY);
        assertThat(again.decision().outcome()).isEqualTo(Outcome.REJECT);
        assertThat(again.decision().history()).singleElement().satisfies(past -> {
            assertThat(past.outcome()).isEqualTo(Outcome.REVIEW);
            assertThat(past.policy().name()).isEqualTo("default");
        });
        assertThat(new Redecision(first, again).changes()).contains("outcome: review -> reject", "severity: medium -> high");
        assertThat(again.evidence()).isEqualTo(first.evidence());
    }

    @Test
    void carriesTheDecisionsOfTheSameVideoOnly() {
        ModerationPackage first = ModerationPackage.of(Samples.timeline(), Policy.standard(), MONDAY);
        ModerationPackage second = ModerationPackage.of(Samples.timeline(), Policy.standard(), TUESDAY).after(first);
        ModerationPackage third = ModerationPackage.of(Samples.timeline(), Policy.standard(), TUESDAY).after(second);
        assertThat(third.decision().history()).extracting(Decision.Past::decidedAt)
                .containsExactly(MONDAY.toString(), TUESDAY.toString());
        assertThat(ModerationPackage.of(Samples.otherVideo(), Policy.standard(), TUESDAY).after(first).decision().history()).isEmpty();
    }

    @Test
    void saysWhereAPackageIsWrong() throws IOException {
        Path file = folder.resolve("x.json");
        assertThatThrownBy(() -> ModerationPackage.read(file)).hasMessageContaining("there is no such file");
        Files.writeString(file, "{\"schemaVersion\": ");
        assertThatThrownBy(() -> PackageSchema.validate(file)).hasMessageContaining("x.json:1:");
        String json = ModerationPackage.of(Samples.timeline(), Policy.standard(), MONDAY).json();
        Files.writeString(file, json.replace("\"outcome\" : \"review\"", "\"outcome\" : \"maybe\"").replace("\"confidence\" : 0.7", "\"confidence\" : 7"));
        assertThat(PackageSchema.validate(file)).hasSize(2).anyMatch(problem -> problem.contains("/decision/outcome"))
                .anyMatch(problem -> problem.contains("/evidence/0/confidence"));
        assertThatThrownBy(() -> ModerationPackage.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("x.json:");
        Files.writeString(file, json.replace("\"evidence\" : [ \"objects-1\" ]", "\"evidence\" : [ \"objects-9\" ]"));
        assertThat(PackageSchema.validate(file)).singleElement().asString().contains("/decision/evidence/0", "objects-9");
        Files.writeString(file, json.replaceFirst("\"peak\" : [0-9.]+", "\"peak\" : 999").replace(MONDAY.toString(), "yesterday"));
        assertThat(PackageSchema.validate(file)).anyMatch(problem -> problem.contains("/decision/decidedAt"));
        Files.writeString(file, json.replaceFirst("\"peak\" : [0-9.]+", "\"peak\" : 999"));
        assertThat(PackageSchema.validate(file)).singleElement().asString().endsWith("/evidence/0/peak: 999.0 does not lie between start and end");
        Files.writeString(file, json.replace("\"lineage\"", "\"linage\""));
        assertThat(PackageSchema.validate(file)).isNotEmpty();
    }
}
