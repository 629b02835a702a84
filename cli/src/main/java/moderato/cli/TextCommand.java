package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final int LINES_AT_ONCE = 2000;

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
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (threads < 1) {
            throw new CommandException(ExitCode.USAGE, "--threads must be 1 or more");
        }
        PrintWriter err = spec.commandLine().getErr();
        ModelStore store = ModelStore.open(common.home().folder(), err::println);
        try (BufferedReader lines = open(); ToxicityClassifier classifier = ToxicityClassifier.open(store)) {
            List<String> batch = new ArrayList<>();
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                batch.add(text(line, number));
                if (batch.size() == LINES_AT_ONCE) {
                    print(batch, classifier);
                    batch.clear();
                }
            }
            print(batch, classifier);
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

    // The first line decides for all: an object with "text" makes them JSON lines.
    private String text(String line, int number) {
        JsonNode node = mapper.missingNode();
        if (number == 1 && line.strip().startsWith("{") || json) {
            try {
                node = mapper.readTree(line);
            } catch (JsonProcessingException e) {
                if (json) {
                    throw new CommandException(ExitCode.BAD_INPUT, file + ":" + number + ": no JSON: " + e.getOriginalMessage(), e);
                }
            }
        }
        if (number == 1) {
            json = node.path("text").isTextual();
        }
        if (!json) {
            return line;
        }
        if (!node.path("text").isTextual()) {
            throw new CommandException(ExitCode.BAD_INPUT, file + ":" + number + ": expected an object with \"text\"");
        }
        return node.path("text").textValue();
    }

    private void print(List<String> texts, ToxicityClassifier classifier) throws IOException, InterruptedException {
        if (texts.isEmpty()) {
            return;
        }
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
        out.flush();
    }
}
