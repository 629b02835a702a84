package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.analysis.ToxicityCategory;
import moderato.analysis.ToxicityClassifier;
import moderato.analysis.ToxicityScores;
import moderato.models.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato text}: how toxic each of some texts is. */
@Command(name = "text", description = {"Scores texts for profanity, insult, threat, hate, harassment, sexual content and self-harm, 0 to 1 each.",
        "Prints a JSON line for each text: {\"text\", \"scores\": {category: score}}."}, footer = {"", "Example:",
        "  echo 'you are a stupid idiot' | moderato text"})
final class TextCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", defaultValue = "-",
            description = "a text a line, or JSON lines with \"text\"; - reads standard input (default)")
    private String file = "-";

    @Option(names = "--threads", paramLabel = "N", description = "threads that work (default: one for each core)")
    private int threads = Runtime.getRuntime().availableProcessors();

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (threads < 1) {
            throw new CommandException(ExitCode.USAGE, "--threads must be 1 or more");
        }
        PrintWriter err = spec.commandLine().getErr();
        ModelStore store = ModelStore.open(common.home().folder(), err::println);
        try (BufferedReader lines = open(); ToxicityClassifier classifier = ToxicityClassifier.open(store)) {
            TextLines texts = new TextLines(lines, file);
            for (List<String> batch = texts.next(); !batch.isEmpty(); batch = texts.next()) {
                print(batch, classifier);
            }
        }
        return ExitCode.OK;
    }

    private BufferedReader open() throws IOException {
        if (file.equals("-")) {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new CommandException(ExitCode.BAD_INPUT, file + ": no such file");
        }
        return new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
    }

    private void print(List<String> texts, ToxicityClassifier classifier) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<ToxicityScores> scored = classifier.score(texts, threads);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            ObjectNode line = mapper.createObjectNode().put("text", texts.get(i));
            ObjectNode scores = line.putObject("scores");
            for (ToxicityCategory category : ToxicityCategory.ALL) {
                scores.put(category.label(), scored.get(i).of(category));
            }
            lines.append(mapper.writeValueAsString(line)).append('\n');
        }
        out.print(lines);
        if (out.checkError()) {
            throw new CommandException(ExitCode.IO_ERROR, "standard output cannot be written to: it was closed, or its disk is full");
        }
    }
}
