package moderato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moderato.moderation.WholeFile;
import moderato.registry.Experiments;
import moderato.registry.Registry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moderato experiments}: what the runs of a pipeline were done with, and what came out. */
@Command(name = "experiments", description = "Lists experiments and compares their trials.", footer = {"", "Examples:", "  moderato experiments compare churn",
        "  moderato experiments compare churn 4r83jejmhorv 6locnsqz4bfu --html churn.html"})
final class ExperimentsCommand extends CommandGroup {

    @Command(name = "list", description = "Lists experiments, newest first; every pipeline is one, unless it says otherwise.", footer = {"", "Example:", "  moderato experiments list"})
    int list(@Mixin CommonOptions common, @Option(names = "--json", description = "print JSON") boolean json) {
        try (Registry registry = Engines.registry(common.home())) {
            List<ObjectNode> found = registry.experiments().list();
            if (json) {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                found.forEach(all::add);
                out().println(all.toPrettyString());
                return ExitCode.OK;
            }
            Table table = new Table("EXPERIMENT", "TRIALS", "CREATED");
            found.forEach(each -> table.row(each.path("ExperimentName").asText(), each.path("Trials").asText(), PackageText.time(each.path("CreationTime"))));
            table.print(out());
            return ExitCode.OK;
        }
    }

    @Command(name = "compare", description = "Compares the jobs of an experiment's trials: the parameters in which they differ, and their metrics.", footer = {"", "Example:",
            "  moderato experiments compare churn --html churn.html"})
    int compare(@Mixin CommonOptions common, @Parameters(paramLabel = "EXPERIMENT", description = "the experiment's name") String experiment,
            @Parameters(paramLabel = "TRIAL", index = "1..*", arity = "0..*", description = "only these trials, each a run's id (default: all)") @Nullable List<String> trials,
            @Option(names = "--html", paramLabel = "FILE", description = "write a self-contained page with plots") @Nullable Path html,
            @Option(names = "--json", description = "print trials and components as the API describes them, with every value of each metric") boolean json) throws IOException {
        try (Registry registry = Engines.registry(common.home())) {
            Comparison comparison = Comparison.of(registry.experiments(), experiment, chosen(registry.experiments(), experiment, trials == null ? List.of() : trials));
            if (html != null) {
                WholeFile.write(html, ComparisonPage.of(comparison));
                out().println("wrote " + html);
            } else if (json) {
                out().println(comparison.toJson().toPrettyString());
            } else {
                comparison.table().print(out());
            }
            return ExitCode.OK;
        }
    }

    private static List<Experiments.Trial> chosen(Experiments experiments, String experiment, List<String> names) {
        if (experiments.find(experiment).isEmpty()) {
            throw new CommandException(ExitCode.BAD_INPUT, "there is no experiment '" + experiment + "'; moderato experiments list shows those there are");
        }
        List<Experiments.Trial> all = experiments.trials(experiment);
        if (names.isEmpty()) {
            return all;
        }
        List<Experiments.Trial> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(all.stream().filter(trial -> trial.name().equals(name)).findFirst().orElseThrow(
                    () -> new CommandException(ExitCode.BAD_INPUT, "the experiment " + experiment + " has no trial '" + name + "'; its trials: "
                            + String.join(", ", all.stream().map(Experiments.Trial::name).toList()))));
        }
        return chosen;
    }
}
