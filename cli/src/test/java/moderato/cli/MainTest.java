package moderato.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesTheCommands() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("doctor");
    }

    @Test
    void everyCommandHasAnExample() {
        CommandLine line = new CommandLine(CommandSpec.create());
        Commands.forArguments(List.of()).forEach(line::addSubcommand);
        assertThat(withoutExample(line)).isEmpty();
    }

    @Test
    void aNounAlonePrintsItsHelp() {
        assertThat(run("models")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("verify");
    }

    @Test
    void aWrongCommandIsUsageAndSaysWhereToLook() {
        assertThat(run("docter")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("docter").contains("doctor");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void severalVideosEndWithTheMostSevereCode() {
        assertThat(ExitCode.mostSevere(List.of(0, 10, 65, 20))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(ExitCode.mostSevere(List.of(0, 10, 20))).isEqualTo(ExitCode.REJECT);
        assertThat(ExitCode.mostSevere(List.of(0, 0))).isEqualTo(ExitCode.OK);
        assertThat(ExitCode.mostSevere(List.of(0, ExitCode.USAGE))).isEqualTo(ExitCode.USAGE);
    }

    private static List<String> withoutExample(CommandLine line) {
        return line.getSubcommands().values().stream().distinct()
                .flatMap(command -> Stream.concat(Stream.of(command).filter(each -> !command.getCommandSpec().usageMessage().hidden() && !command.getUsageMessage().contains("Example")).map(each -> each.getCommandSpec().qualifiedName()),
                        withoutExample(command).stream()))
                .toList();
    }

    private int run(String... arguments) {
        return Main.run(List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
