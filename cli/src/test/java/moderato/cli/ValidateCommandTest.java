package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ValidateCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int validate(String... arguments) {
        return Main.run(List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void acceptsAValidStateMachine() throws IOException {
        String file = file("ok.asl.json", "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
        assertThat(validate("validate", file)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToIgnoringNewLines(file + ": valid (states)\n");
    }

    @Test
    void printsEveryProblemWithItsPlaceAndTheNearestName() throws IOException {
        String file = file("bad.asl.json", """
                {"StartAt": "A",
                 "States": {
                  "A": {"Type": "Pass", "Nxt": "B", "Next": "Bee"},
                  "Be": {"Type": "Succeed"}}}
                """);
        assertThat(validate("validate", file)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains(file + ":3:25: /States/A/Nxt: Field 'Nxt' is not supported; did you mean 'Next'?")
                .contains(file + ":3:37: /States/A/Next: Missing 'Next' target: Bee; did you mean 'Be'?")
                .contains("/States/Be: State \"Be\" is not reachable.");
    }

    @Test
    void tellsBrokenJsonByLineAndColumn() throws IOException {
        assertThat(validate("validate", file("broken.json", "{\n  \"StartAt\": oops\n}"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains("broken.json:2:");
    }

    @Test
    void takesWhatEditorsLeaveAndTellsWhatIsNoDefinition() throws IOException {
        String marked = file("marked.asl.json", "\uFEFF{\r\n\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}\r\n");
        assertThat(validate("validate", marked)).isEqualTo(ExitCode.OK);
        String rest = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true,\"Result\":%s}}}";
        assertThat(validate("validate", file("deep.json", rest.formatted("[".repeat(5000) + "]".repeat(5000))), file("digits.json", rest.formatted("1".repeat(5000))),
                file("large.json", rest.formatted('"' + "x".repeat(1 << 20) + '"')), file("empty.json", ""))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains("deep.json:1:263: /: The definition is nested more than 200 deep", "digits.json:1:5065: /: The definition has a number too long to be one",
                "large.json:1:1: /: The definition has 1048645 characters; there may be 1048576 of them", "empty.json:1:1: /: The definition is empty");
        assertThat(validate("validate", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("is a folder, not a file");
    }

    @Test
    void printsJson() throws IOException {
        assertThat(validate("validate", "--json", file("none.json", "{}"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains("\"valid\" : false", "These fields are required: [StartAt, States]", "SCHEMA_VALIDATION_FAILED");
    }

    @Test
    void saysWhichFileIsNotThere() {
        assertThat(validate("validate", folder.resolve("gone.json").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("gone.json").contains("no such file");
    }
}
