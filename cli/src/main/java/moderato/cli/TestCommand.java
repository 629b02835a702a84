package moderato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import moderato.states.CaseResult;
import moderato.states.CaseResult.Verdict;
import moderato.states.CaseRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato test}: runs state machines against their cases. */
@Command(name = "test", description = {"Runs cases of state machines: definition, input, mocked task answers and what is expected of them.",
        "Waits, retries and timeouts take no time. Leaves with 0 when all cases passed, with 1 when one did not."}, footer = {"", "Example:",
                "  moderato test cases/ checkout.cases.json"})
final class TestCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "CASES", description = "case files (.jsonl, .json), and folders with .jsonl, .case.json and .cases.json files")
    private final List<Path> cases = new ArrayList<>();

    @Option(names = "--history", description = "compare the details of every event as well, where a case has them")
    private boolean history;

    @Option(names = "--json", description = "print the results as JSON")
    private boolean json;

    @Override
    public Integer call() {
        for (Path path : cases) {
            if (!Files.exists(path)) {
                throw new CommandException(ExitCode.BAD_INPUT, path + " is not there");
            }
        }
        List<CaseResult> results;
        try {
            results = new CaseRunner(history).run(cases);
        } catch (CaseRunner.UnreadableCaseException e) {
            throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
        }
        if (results.isEmpty()) {
            throw new CommandException(ExitCode.BAD_INPUT, "there is no case in " + cases.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + "; in folders cases are .jsonl, .case.json and .cases.json files");
        }
        if (json) {
            spec.commandLine().getOut().println(toJson(results).toPrettyString());
        } else {
            print(results, spec.commandLine().getOut());
        }
        return count(results, Verdict.FAILED) == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static long count(List<CaseResult> results, Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    private static void print(List<CaseResult> results, PrintWriter out) {
        Map<String, Integer> leftOut = new TreeMap<>();
        for (CaseResult result : results) {
            if (result.verdict() == Verdict.LEFT_OUT) {
                result.notes().forEach(why -> leftOut.merge(result.kind() + ": " + why, 1, Integer::sum));
                continue;
            }
            if (result.verdict() == Verdict.FAILED) {
                out.printf("FAILED %s%n       %s%n", result.id(), result.place());
                result.differences().forEach(difference -> CaseDifference.lines(difference).forEach(out::println));
            }
            result.notes().forEach(note -> out.printf("note: %s: %s%n", result.id(), note));
        }
        leftOut.forEach((why, count) -> out.printf("left out: %d, %s%n", count, why));
        out.printf("%d passed, %d failed%n", count(results, Verdict.PASSED), count(results, Verdict.FAILED));
    }

    private static ObjectNode toJson(List<CaseResult> results) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("passed", count(results, Verdict.PASSED))
                .put("failed", count(results, Verdict.FAILED)).put("leftOut", count(results, Verdict.LEFT_OUT));
        ArrayNode list = node.putArray("cases");
        for (CaseResult result : results) {
            ObjectNode each = list.addObject().put("id", result.id()).put("kind", result.kind()).put("place", result.place()).put("verdict",
                    result.verdict().name());
            ArrayNode differences = each.putArray("differences");
            result.differences().forEach(difference -> differences.addObject().put("what", difference.what())
                    .put("expected", difference.expected()).put("actual", difference.actual()));
            ArrayNode notes = each.putArray("notes");
            result.notes().forEach(notes::add);
        }
        return node;
    }
}
