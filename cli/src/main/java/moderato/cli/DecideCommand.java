package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import moderato.moderation.Audience;
import moderato.moderation.Decision;
import moderato.moderation.InvalidInputException;
import moderato.moderation.ModerationPackage;
import moderato.moderation.Policy;
import moderato.moderation.Redecision;
import moderato.moderation.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato decide}: a new decision from a package alone, and what it changes. */
@Command(name = "decide", description = "Decides again from packages alone and says what changes. Exits with 0 (approve), 10 (review) or 20 (reject).",
        footer = {"", "Example:", "  moderato decide holiday.mp4.moderation.json --policy strict.yaml --write"})
final class DecideCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "PACKAGE", description = "a package that 'moderate' wrote")
    private List<Path> packages = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "the policy, or general, teen or adult for the shipped one (default: the shipped one)")
    private @Nullable Path policy;

    @Option(names = "--audience", paramLabel = "NAME", description = "decide for this audience instead of the policy's own: general, teen or adult")
    private @Nullable Audience audience;

    @Option(names = "--write", description = "put the new decision into the package, and into the report beside it; the earlier one goes to its history")
    private boolean write;

    @Option(names = "--json", description = "print the decisions as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Policy chosen = policy == null ? Policy.standard() : Policy.load(policy);
        Policy applied = audience == null ? chosen : chosen.forAudience(audience);
        List<Integer> codes = new ArrayList<>();
        ArrayNode answers = JSON.createArrayNode();
        for (Path file : packages) {
            decide(file, applied, answers).ifPresentOrElse(codes::add, () -> codes.add(ExitCode.BAD_INPUT));
        }
        if (json) {
            spec.commandLine().getOut().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(packages.size() == 1 && answers.size() == 1
                    ? answers.get(0) : answers));
        }
        return ExitCode.mostSevere(codes);
    }

    /** One package; a bad one is named, and the others are still decided on. */
    private Optional<Integer> decide(Path file, Policy applied, ArrayNode answers) throws IOException {
        ModerationPackage before;
        try {
            before = ModerationPackage.read(file);
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> spec.commandLine().getErr().println("moderato: " + problem));
            return Optional.empty();
        }
        ModerationPackage after = before.decidedBy(applied, Instant.now());
        Redecision redecision = new Redecision(before, after);
        if (write && !redecision.changes().isEmpty()) {
            after.write(file);
            Path report = file.resolveSibling(String.valueOf(file.getFileName()).replaceFirst("\\.json$", ".html"));
            if (Files.isRegularFile(report) && !report.equals(file)) {
                Report.redraw(report, after);
            }
        }
        if (json) {
            answers.add(answer(file, redecision));
        } else {
            print(file, redecision);
        }
        return Optional.of(code(after.decision()));
    }

    private void print(Path file, Redecision redecision) {
        PrintWriter out = spec.commandLine().getOut();
        Decision decision = redecision.after().decision();
        out.printf("%s: %s (severity %s, rule %s)%n  %s%n", file, decision.outcome().json(), decision.severity().json(), decision.rule(),
                decision.reason());
        if (redecision.changes().isEmpty()) {
            out.println("  nothing changes");
        }
        redecision.changes().forEach(change -> out.println("  changes " + change));
    }

    private static ObjectNode answer(Path file, Redecision redecision) {
        Decision decision = redecision.after().decision();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("file", file.toString());
        answer.put("outcome", decision.outcome().json());
        answer.put("severity", decision.severity().json());
        answer.put("rule", decision.rule());
        answer.put("reason", decision.reason());
        decision.evidence().forEach(answer.putArray("evidence")::add);
        ObjectNode by = answer.putObject("policy");
        by.put("name", redecision.after().policy().name());
        by.put("audience", redecision.after().policy().audience().json());
        by.put("sha256", redecision.after().policy().sha256());
        redecision.changes().forEach(answer.putArray("changes")::add);
        return answer;
    }

    private static int code(Decision decision) {
        return switch (decision.outcome()) {
            case APPROVE -> ExitCode.OK;
            case REVIEW -> ExitCode.REVIEW;
            case REJECT -> ExitCode.REJECT;
        };
    }
}
