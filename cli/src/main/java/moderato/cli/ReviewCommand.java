package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moderato.kernel.Engine;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import moderato.kernel.RunSummary;
import moderato.moderation.ModerationPackage;
import moderato.objects.FolderStore;
import moderato.objects.ObjectStore;
import moderato.pipelines.ExecutionView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moderato review}: the cases that wait for a person, and what people decide on them. */
@Command(name = "review", description = "Lists the videos that wait for a person's decision, and takes the decision.", footer = {"", "Examples:", "  moderato review list",
        "  moderato review answer k3v9d0qmzx1a --approve --reason 'quoted in a news report'"})
final class ReviewCommand extends CommandGroup {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a person decides. */
    static final class Verdict {

        @Option(names = "--approve", required = true, description = "the video may be shown")
        private boolean approve;

        @Option(names = "--reject", required = true, description = "the video may not be shown")
        private boolean reject;

        String outcome() {
            return reject ? "reject" : "approve";
        }
    }

    @Command(name = "list", description = "Lists the open cases, oldest first.", footer = {"", "Example:", "  moderato review list"})
    int list(@Mixin CommonOptions common, @Option(names = "--json", description = "print JSON: case, video, package, since, severity, rule, reason") boolean json) throws IOException {
        PrintWriter out = out();
        try (Engine engine = Engines.read(common.home())) {
            List<ReviewCase> open = ReviewCase.open(engine, new FolderStore(common.home().objects()));
            if (json) {
                ArrayNode all = JSON.createArrayNode();
                open.forEach(each -> all.add(each.toJson()));
                out.println(all.toPrettyString());
                return ExitCode.OK;
            }
            if (open.isEmpty()) {
                out.println("no video waits for a person");
                return ExitCode.OK;
            }
            Table table = new Table("CASE", "SINCE", "SEVERITY", "VIDEO", "REASON");
            open.forEach(each -> table.row(each.name(), Table.time(each.since()), each.decision().path("severity").asText("-"), Shown.path(each.video()),
                    each.decision().path("reason").asText("")));
            table.print(out);
            return ExitCode.OK;
        }
    }

    @Command(name = "answer", description = {"Decides a case: its run is completed, the package and the report beside the video say so.",
            "Where a case was decided but the program was killed before its package was written, the same command writes it."}, footer = {"", "Example:",
                    "  moderato review answer k3v9d0qmzx1a --approve --reason 'quoted in a news report'"})
    int answer(@Mixin CommonOptions common, @Parameters(paramLabel = "CASE", description = "the case, or the first letters of its name") String name,
            @ArgGroup(multiplicity = "1") Verdict verdict, @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept in the package") @Nullable String reason,
            @Option(names = "--by", paramLabel = "NAME", description = "who decides (default: the user of this machine)") @Nullable String by) throws Exception {
        ObjectStore store = new FolderStore(common.home().objects());
        try (Engine engine = Engines.open(common.home())) {
            RunDetails run = find(engine, name);
            Optional<ReviewCase> open = ReviewCase.of(engine, store, run);
            if (open.isPresent()) {
                ObjectNode answer = JSON.createObjectNode();
                answer.putObject("OutputParameters").put("outcome", verdict.outcome()).put("reason", reason == null ? "" : reason).put("by", by == null ? System.getProperty("user.name") : by);
                engine.answer(open.get().token(), new Outcome.Succeeded(answer));
            }
            ModerationPackage kept = finish(engine, common.home(), store, run);
            String outcome = kept.decision().outcome().json();
            if (!outcome.equals(verdict.outcome())) {
                throw new CommandException(ExitCode.BAD_INPUT, "the case was decided already: " + outcome + ": " + kept.decision().reason());
            }
            out().println(Shown.path(ModerationResult.video(run.settings().path(ModerationRuns.SETTINGS))) + ": " + outcome + ": " + kept.decision().reason());
            return ExitCode.OK;
        }
    }

    private static ModerationPackage finish(Engine engine, Home home, ObjectStore store, RunDetails run) throws Exception {
        ModerationEnd end = ModerationFollower.toItsEnd(engine, run.summary().run().id());
        if (!(end instanceof ModerationEnd.Decided decided)) {
            throw new CommandException(ExitCode.FAILED, "the run did not take the answer: moderato runs show " + run.summary().run().name() + " says why");
        }
        String name = run.summary().run().name();
        ModerationPackage kept = new ModerationResult(store).complete(name, run.settings().path(ModerationRuns.SETTINGS), decided.decided(), decided.fromCache());
        Map<String, String> parameters = new TreeMap<>();
        run.input().path("PipelineParameters").forEach(each -> parameters.put(each.path("Name").asText(), each.path("Value").asText()));
        new Retention(home, store, ModerationResult.keep(run.settings().path(ModerationRuns.SETTINGS))).decided(name, parameters);
        return kept;
    }

    /* A case that is open, or one that was: a run of a moderation that ended after a person's answer. */
    private static RunDetails find(Engine engine, String name) {
        List<RunSummary> matching = ModerationRuns.all(engine).filter(run -> run.run().name().startsWith(name)).limit(2).toList();
        String hint = "; moderato review list shows those that are open";
        if (matching.size() != 1) {
            throw new CommandException(ExitCode.BAD_INPUT, (matching.isEmpty() ? "there is no case '" : "several cases begin with '") + name + "'" + hint);
        }
        RunSummary run = matching.getFirst();
        boolean asked = ExecutionView.of(engine.history(run.run().id())).steps().stream().anyMatch(step -> step.path("StepName").asText().equals(ModerationFollower.REVIEW));
        if (!asked) {
            throw new CommandException(ExitCode.BAD_INPUT, "no person is asked about '" + name + "'" + hint);
        }
        return engine.describe(run.run().id()).orElseThrow();
    }
}
