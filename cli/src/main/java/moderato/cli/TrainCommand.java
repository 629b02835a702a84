package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import moderato.analysis.ToxicityTraining;
import moderato.models.ModelStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code moderato train}: the models of our own. */
@Command(name = "train", description = "Trains the models of our own.", subcommands = TrainCommand.Toxicity.class, footer = {"", "Example:",
        "  moderato train toxicity --data ../shared/data/toxicity --out toxicity-head.bin"})
final class TrainCommand extends CommandGroup {

    /** {@code moderato train toxicity}: the head of the toxicity classifier, and the figures of its model card. */
    @Command(name = "toxicity", description = "Trains the head of the toxicity classifier and prints its figures on a held-out fifth.",
            footer = {"", "Example:", "  moderato train toxicity --data ../shared/data/toxicity --out toxicity-head.bin"})
    static final class Toxicity implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "the folder of tweets.jsonl and categories.jsonl")
        private @Nullable Path data;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the weights go")
        private @Nullable Path out;

        @Option(names = "--rows", paramLabel = "FILE", description = "also write the rows of our own, as JSON lines")
        private @Nullable Path rows;

        @Option(names = "--threads", paramLabel = "N", description = "threads that encode (default: one for each core)")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path folder = Optional.ofNullable(data).orElseThrow();
            if (!Files.isRegularFile(folder.resolve("tweets.jsonl")) || !Files.isRegularFile(folder.resolve("categories.jsonl"))) {
                throw new CommandException(ExitCode.BAD_INPUT, folder + ": tweets.jsonl and categories.jsonl are expected there");
            }
            PrintWriter err = spec.commandLine().getErr();
            if (rows != null) {
                ToxicityTraining.writeOwnRows(rows);
            }
            ModelStore store = ModelStore.open(common.home().folder(), err::println);
            String figures = new ToxicityTraining(store, Math.max(1, threads), err::println).train(folder, Optional.ofNullable(out).orElseThrow());
            spec.commandLine().getOut().print(figures);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
