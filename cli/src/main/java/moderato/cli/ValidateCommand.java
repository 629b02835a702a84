package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.kernel.InvalidDefinitionException.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato validate}: everything that is wrong with state machines and pipelines, before they run. */
@Command(name = "validate", description = "Checks definitions of state machines and pipelines and prints every problem with its place.", footer = {"",
        "Example:", "  moderato validate order.asl.json"})
final class ValidateCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "a state machine (Amazon States Language) or a SageMaker pipeline, as JSON")
    private List<Path> files = List.of();

    @Option(names = "--express", description = "the state machines are meant to be Express ones")
    private boolean express;

    @Option(names = "--warnings", description = "print what is legal and yet hardly meant, too")
    private boolean warnings;

    @Option(names = "--json", description = "print the findings as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode answers = JSON.createArrayNode();
        boolean valid = true;
        for (Path file : files) {
            CheckedDefinition checked = CheckedDefinition.of(TextFile.read(file), express);
            valid &= checked.errors().isEmpty();
            if (json) {
                answers.add(answer(file, checked));
            } else {
                print(out, file, checked);
            }
        }
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answers));
        }
        return valid ? ExitCode.OK : ExitCode.BAD_INPUT;
    }

    private void print(PrintWriter out, Path file, CheckedDefinition checked) {
        checked.errors().forEach(problem -> out.println(line(file, problem, "")));
        if (warnings) {
            checked.warnings().forEach(problem -> out.println(line(file, problem, "warning: ")));
        }
        if (checked.errors().isEmpty()) {
            out.printf("%s: valid (%s)%n", file, checked.language());
        }
    }

    private static String line(Path file, Problem problem, String kind) {
        String pointer = problem.pointer().isEmpty() ? "/" : problem.pointer();
        return "%s:%d:%d: %s: %s%s".formatted(file, problem.line(), problem.column(), pointer, kind, problem.message());
    }

    private ObjectNode answer(Path file, CheckedDefinition checked) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("file", file.toString());
        answer.put("language", checked.language());
        answer.put("valid", checked.errors().isEmpty());
        answer.set("problems", list(checked.errors()));
        if (warnings) {
            answer.set("warnings", list(checked.warnings()));
        }
        return answer;
    }

    private static ArrayNode list(List<Problem> problems) {
        ArrayNode list = JSON.createArrayNode();
        for (Problem problem : problems) {
            list.addObject().put("code", problem.code()).put("pointer", problem.pointer()).put("line", problem.line())
                    .put("column", problem.column()).put("message", problem.message());
        }
        return list;
    }
}
