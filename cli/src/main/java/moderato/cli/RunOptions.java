package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What a run is started with: its input, and what its handlers need to know. */
final class RunOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ParseResult given;

    /**
     * What was given of these options.
     *
     * @param given the command line of a command that {@link #describe} has described
     */
    RunOptions(ParseResult given) {
        this.given = given;
    }

    /** Adds these options to a command. */
    static void describe(CommandSpec command) {
        command.addOption(OptionSpec.builder("--input").type(String.class).paramLabel("FILE|JSON").description("a state machine's input: a file, or the JSON itself (default: {})").build())
                .addOption(OptionSpec.builder("--handlers").type(Path.class).paramLabel("FILE")
                        .description("what does the outside work: lambda: {NAME: {command: [...]} or {url: ...}}; docs/state-machines.md shows the form").build())
                .addOption(OptionSpec.builder("-p", "--parameter").type(Map.class).auxiliaryTypes(String.class, String.class).paramLabel("NAME=VALUE")
                        .description("a parameter of a pipeline; may be given several times").build())
                .addOption(OptionSpec.builder("--select").type(List.class).auxiliaryTypes(String.class).paramLabel("STEP").splitRegex(",").description("run these steps of a pipeline only").build())
                .addOption(OptionSpec.builder("--reference").type(String.class).paramLabel("RUN").description("with --select: the earlier run that the other steps are taken from").build())
                .addOption(OptionSpec.builder("--parallelism").type(int.class).paramLabel("N").description("how many steps of a pipeline run at a time (default: as many as can)").build())
                .addOption(OptionSpec.builder("--cache").type(Cache.class).paramLabel("MODE")
                        .description("off, service (compares what SageMaker compares) or content (compares the bytes); default: service").build())
                .addOption(OptionSpec.builder("--map").type(List.class).auxiliaryTypes(String.class).paramLabel("s3://BUCKET/PREFIX=FOLDER")
                        .description("a folder that stands for a prefix; read-only unless :rw is behind it").build())
                .addOption(OptionSpec.builder("--images").type(Path.class).paramLabel("FILE").description("what stands for images: images: {PATTERN: {command: [...]}}; docs/jobs.md shows the form").build())
                .addOption(OptionSpec.builder("--isolate").type(boolean.class).description("run built-in images in a JVM of their own, with nothing but their /opt/ml and their port").build());
    }

    /** How a pipeline's steps are compared with earlier ones. */
    enum Cache {
        OFF, SERVICE, CONTENT
    }

    /** The input as the program of that language takes it. */
    JsonNode input(String language) throws IOException {
        String input = given.matchedOptionValue("--input", (String) null);
        Map<String, String> parameters = given.matchedOptionValue("--parameter", Map.of());
        List<String> select = given.matchedOptionValue("--select", List.of());
        String reference = given.matchedOptionValue("--reference", (String) null);
        int parallelism = given.matchedOptionValue("--parallelism", 0);
        if (language.equals(DefinitionFile.STATES)) {
            refuse(!parameters.isEmpty() || !select.isEmpty() || reference != null || parallelism != 0, "-p, --select, --reference and --parallelism are for pipelines; a state machine takes --input");
            return input == null ? JSON.createObjectNode() : json(input);
        }
        refuse(input != null, "--input is for state machines; a pipeline takes parameters: -p NAME=VALUE");
        refuse(reference != null && select.isEmpty(), "--reference needs --select STEP,...");
        ObjectNode start = JSON.createObjectNode();
        parameters.forEach((name, value) -> start.withArray("PipelineParameters").addObject().put("Name", name).put("Value", value));
        if (parallelism > 0) {
            start.putObject("ParallelismConfiguration").put("MaxParallelExecutionSteps", parallelism);
        }
        if (!select.isEmpty()) {
            ObjectNode selective = start.putObject("SelectiveExecutionConfig");
            Optional.ofNullable(reference).ifPresent(arn -> selective.put("SourcePipelineExecutionArn", arn));
            select.forEach(step -> selective.withArray("SelectedSteps").addObject().put("StepName", step));
        }
        return start.put("Cache", given.matchedOptionValue("--cache", Cache.SERVICE).name().toLowerCase(java.util.Locale.ROOT));
    }

    /** What the run's handlers are told; kept with the run. */
    ObjectNode settings() throws IOException {
        ObjectNode settings = new RunSettings(Optional.ofNullable(given.matchedOptionValue("--handlers", (Path) null)),
                Optional.ofNullable(given.matchedOptionValue("--images", (Path) null)), given.matchedOptionValue("--map", List.of())).read();
        if (given.matchedOptionValue("--isolate", false)) {
            settings.put("isolate", true);
        }
        return settings;
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new CommandException(ExitCode.USAGE, message);
        }
    }

    /** JSON given on the command line, or in a file. */
    static JsonNode json(String fileOrText) throws IOException {
        String text = fileOrText;
        String where = "the JSON given";
        if (!fileOrText.stripLeading().matches("(?s)[\\[{\"].*|-?[0-9].*|true|false|null")) {
            where = fileOrText;
            text = TextFile.read(Path.of(fileOrText));
        }
        try {
            JsonNode read = JSON.readTree(text);
            if (read.isMissingNode()) {
                throw new CommandException(ExitCode.BAD_INPUT, where + ": is empty");
            }
            return read;
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new CommandException(ExitCode.BAD_INPUT,
                    where + ":" + (place == null ? 0 : place.getLineNr()) + ":" + (place == null ? 0 : place.getColumnNr()) + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
