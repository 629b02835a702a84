package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DecideCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path file = Path.of("unset");

    @BeforeEach
    void aPackage() throws IOException {
        file = folder.resolve("a clip.moderation.json");
        Files.writeString(file, """
                {"schemaVersion": "1.0",
                 "video": {"file": "a clip", "sha256": "%1$s", "bytes": 1, "durationSeconds": 4, "container": "mov", "video": null, "audio": null,
                           "frames": {"decoded": 1, "stored": 1, "analysed": 1, "reused": 0}, "warnings": []},
                 "models": [], "coverage": {"domains": {"objects": {"status": "analysed"}}, "notLookedFor": []},
                 "evidence": [{"id": "objects-1", "domain": "objects", "label": "knife", "taxonomy": ["Violence", "Weapons"], "start": 1, "end": 2,
                               "peak": 1, "confidence": 0.9, "model": "m"}],
                 "transcript": [], "faces": [],
                 "decision": {"outcome": "approve", "severity": "none", "rule": "none", "reason": "Nothing.", "evidence": [],
                              "decidedAt": "2026-01-01T00:00:00Z", "history": []},
                 "policy": {"name": "old", "audience": "general", "sha256": "%1$s"},
                 "cost": {"wallSeconds": 0, "processorSeconds": 0, "stages": []},
                 "lineage": {"program": "p", "taxonomy": "t", "createdAt": "2026-01-01T00:00:00Z", "steps": []}}
                """.formatted("a".repeat(64)));
        Files.writeString(folder.resolve("strict.yaml"),
                "{name: strict, required: [objects], rules: [{name: knives, label: Weapons, threshold: 0.5, severity: high, outcome: reject, reason: No knives.}]}");
    }

    @Test
    void saysWhatANewPolicyChangesAndLeavesThePackageAlone() throws IOException {
        String before = Files.readString(file);
        assertThat(run("decide", file.toString(), "--policy", folder.resolve("strict.yaml").toString())).isEqualTo(ExitCode.REJECT);
        assertThat(out.toString()).contains("reject", "No knives.", "changes outcome: approve -> reject", "changes rule: none -> knives");
        assertThat(file).hasContent(before);
    }

    @Test
    void writesTheDecisionWithItsHistoryWhenAsked() {
        assertThat(run("decide", file.toString(), "--policy", folder.resolve("strict.yaml").toString(), "--write", "--json")).isEqualTo(ExitCode.REJECT);
        assertThat(out.toString()).contains("\"outcome\" : \"reject\"", "\"evidence\" : [ \"objects-1\" ]");
        assertThat(file).content().contains("\"rule\" : \"knives\"", "\"rule\" : \"none\"");
        assertThat(run("package", "validate", file.toString())).isEqualTo(ExitCode.OK);
    }

    @Test
    void reviewsWhatTheShippedPolicyMissesCoverageOf() {
        assertThat(run("decide", file.toString(), "--audience", "teen")).isEqualTo(ExitCode.REVIEW);
        assertThat(out.toString()).contains("missing-coverage");
    }

    @Test
    void namesABadPolicyOrPackageWithoutAStackTrace() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), "name: x\nrequired: [nudty]\nrules: []\n");
        assertThat(run("decide", file.toString(), "--policy", folder.resolve("bad.yaml").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("bad.yaml:2:12: unknown domain 'nudty'; did you mean 'nudity'?").doesNotContain("\tat ");
        Files.writeString(folder.resolve("bad.json"), "[1, 2");
        assertThat(run("decide", folder.resolve("bad.json").toString(), file.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("bad.json:1:");
        assertThat(out.toString()).contains("a clip.moderation.json: review");
        assertThat(run("package", "validate", folder.resolve("missing.json").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("package", "validate", folder.resolve("bad.json").toString())).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void evaluatesPoliciesSideBySide() throws IOException {
        Path table = folder.resolve("labels.csv");
        Files.writeString(table, "file,start,end,label\na clip,1,2,Weapons\n");
        assertThat(run("evaluate", table.toString(), "--policy", "general", "--policy", folder.resolve("strict.yaml").toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("policy default for general", "policy strict for general", "Weapons", "1.000 [0.207, 1.000] (1 of 1)");
        assertThat(run("evaluate", table.toString(), "--json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"curve\"");
        assertThat(run("evaluate", table.toString(), "--recall", "2")).isEqualTo(ExitCode.USAGE);
        Files.writeString(table, "file,start,end,label\nother,1,2,Wepons\n");
        assertThat(run("evaluate", table.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("labels.csv:2: label 'Wepons'");
    }

    @Test
    void printsTheSchema() {
        assertThat(run("package", "schema")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("{").contains("\"schemaVersion\"");
    }

    private int run(String... arguments) {
        return Main.run(List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
