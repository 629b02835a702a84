package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import moderato.moderation.Evaluation;
import moderato.moderation.LabelledEvent;
import moderato.moderation.ModerationPackage;
import moderato.moderation.Policy;
import moderato.moderation.Proportion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato evaluate}: how packages compare with what people saw. */
@Command(name = "evaluate", description = "Compares packages with a table of what people saw: recall, precision, false alarms, review share; policies side by side.",
        footer = {"", "The table has the header file,start,end,label. A row with a file alone says that somebody looked through the video and saw nothing.", "",
                "Example:", "  moderato evaluate labels.csv packages/ --policy general --policy strict.yaml --recall 0.95"})
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "LABELS.csv", description = "what people saw")
    private Path table = Path.of("");

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "PACKAGE", description = "packages, or folders of them (default: the folder of the table)")
    private List<Path> places = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "a policy to compare; give it twice to see two side by side (default: the shipped one)")
    private List<Path> policies = List.of();

    @Option(names = "--recall", paramLabel = "SHARE", defaultValue = "0.9", description = "the share of events to find a threshold for (default: ${DEFAULT-VALUE})")
    private double recall;

    @Option(names = "--json", description = "print everything as JSON, the precision-recall curves too")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(recall > 0 && recall <= 1)) {
            throw new ParameterException(spec.commandLine(), "--recall must be above 0 and at most 1, found " + recall);
        }
        List<Policy> compared = new ArrayList<>();
        for (Path policy : policies) {
            compared.add(Policy.load(policy));
        }
        if (compared.isEmpty()) {
            compared.add(Policy.standard());
        }
        List<LabelledEvent> events = LabelledEvent.read(table);
        Evaluation evaluation = Evaluation.of(events, packages(), compared, recall);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(evaluation.json());
            out.flush();
        } else {
            print(out, evaluation);
        }
        return ExitCode.OK;
    }

    private List<ModerationPackage> packages() throws IOException {
        List<ModerationPackage> packages = new ArrayList<>();
        Path beside = table.toAbsolutePath().getParent();
        for (Path place : places.isEmpty() && beside != null ? List.of(beside) : places) {
            for (Path file : files(place)) {
                packages.add(ModerationPackage.read(file));
            }
        }
        return packages;
    }

    private static List<Path> files(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".moderation.json")).sorted().toList();
        }
    }

    private static void print(PrintWriter out, Evaluation evaluation) {
        out.printf(Locale.ROOT, "%d videos, %.2f hours%n", evaluation.videos(), evaluation.hours());
        for (Evaluation.PolicyResult policy : evaluation.policies()) {
            out.printf(Locale.ROOT, "%npolicy %s for %s: %d approved, %d rejected%n", policy.policy().name(), policy.policy().audience().json(),
                    policy.approved(), policy.rejected());
            out.println("  sent to review           " + share(policy.sentToReview()));
            out.println("  approved with an event   " + share(policy.missed()));
            out.println("  held back without one    " + share(policy.heldBack()));
            out.printf("  %-32s %9s  %-34s %-34s %s%n", "label", "threshold", "recall", "precision", "false alarms/h");
            for (Evaluation.LabelResult label : policy.labels()) {
                out.printf(Locale.ROOT, "  %-32s %9s  %-34s %-34s %.2f%n", label.label(),
                        label.threshold().map(value -> String.format(Locale.ROOT, "%.2f", value)).orElse("no rule"), share(label.recall()),
                        share(label.precision()), label.falseAlarmsPerHour());
            }
        }
        out.printf(Locale.ROOT, "%nthreshold that finds %.0f %% of the events%n", 100 * evaluation.wantedRecall());
        for (Evaluation.LabelCurve label : evaluation.labels()) {
            out.printf(Locale.ROOT, "  %-32s %s%n", label.label(),
                    label.thresholdForRecall().map(value -> String.format(Locale.ROOT, "%.4f", value)).orElse("none does"));
        }
        out.println();
        out.println("precision-recall curve (threshold: precision / recall / false alarms per hour)");
        for (Evaluation.LabelCurve label : evaluation.labels()) {
            out.println("  " + label.label());
            for (Evaluation.Point point : thinned(label.curve())) {
                out.printf(Locale.ROOT, "    %.4f: %.3f / %.3f / %.2f%n", point.threshold(), point.precision(), point.recall(), point.falseAlarmsPerHour());
            }
        }
    }

    /** About ten points for the eye; the JSON has them all. */
    private static List<Evaluation.Point> thinned(List<Evaluation.Point> curve) {
        int step = Math.max(1, curve.size() / 10);
        List<Evaluation.Point> points = new ArrayList<>();
        for (int i = 0; i < curve.size(); i += step) {
            points.add(curve.get(i));
        }
        return points;
    }

    private static String share(Proportion proportion) {
        return proportion.all() == 0 ? "- (none)" : String.format(Locale.ROOT, "%.3f [%.3f, %.3f] (%d of %d)", proportion.share(), proportion.low(),
                proportion.high(), proportion.hits(), proportion.all());
    }
}
