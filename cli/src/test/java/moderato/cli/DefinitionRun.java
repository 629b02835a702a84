package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import moderato.kernel.RunIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A definition's run to its end, with stand-ins for images, functions and people.
 *
 * @param ending the exit code, and the number of steps by how they ended
 * @param said what the program printed, for a test that fails
 */
record DefinitionRun(String ending, String said) {

    private static final Pattern PARAMETER = Pattern.compile("\"Get\": *\"Parameters\\.([A-Za-z0-9_-]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a definition in a home of its own below a folder. */
    static DefinitionRun of(Path file, Path folder) throws Exception {
        String name = file.getFileName().toString().replace(".json", "");
        Path home = folder.resolve("home");
        String text = Files.readString(file);
        JsonNode definition = JSON.readTree(text);
        StandIns standIns = new StandIns(folder, home);
        List<String> words = new ArrayList<>(List.of("run", file.toString(), "--name", "run1", "--images", standIns.images(), "--handlers", standIns.functions(definition)));
        ObjectNode input = JSON.createObjectNode();
        missing(text, definition).forEach((parameter, value) -> {
            input.withArray("PipelineParameters").addObject().put("Name", parameter).put("Value", value);
            words.addAll(List.of("-p", parameter + "=" + value));
        });
        standIns.objects(text, definition, input, new RunIdentity("arn:aws:sagemaker:us-east-1:000000000000:pipeline/" + name + "/execution/run1", "run1", name,
                "arn:aws:sagemaker:us-east-1:000000000000:pipeline/" + name, "arn:aws:iam::000000000000:role/moderato"));
        Program program = new Program(home);
        boolean asks = StandIns.steps(definition).stream().anyMatch(step -> step.path("Type").asText().equals("Callback"));
        Program.Said said = asks ? answered(program, definition, words) : program.say(words.toArray(String[]::new));
        return new DefinitionRun(said.code() + " " + statuses(program), said.err() + "\n" + program.say("runs", "show", "run1").out());
    }

    /* Values for parameters without a default, and for those that a definition made for tests names and does not declare. */
    private static Map<String, String> missing(String text, JsonNode definition) {
        Map<String, String> values = new TreeMap<>();
        PARAMETER.matcher(text).results().forEach(match -> values.put(match.group(1), StandIns.MODEL));
        for (JsonNode parameter : definition.path("Parameters")) {
            values.put(parameter.path("Name").asText(), parameter.path("Type").asText().equals("Integer") ? "1" : "Approved");
            if (parameter.has("DefaultValue")) {
                values.remove(parameter.path("Name").asText());
            }
        }
        return values;
    }

    /* The steps that ran, by how they ended; steps that were not reached are not listed. */
    private static String statuses(Program program) throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        Program.Said shown = program.say("runs", "show", "run1", "--json");
        if (shown.code() != ExitCode.OK) {
            return "";
        }
        JSON.readTree(shown.out()).path("PipelineExecutionSteps").forEach(step -> counts.merge(step.path("StepStatus").asText(), 1, Integer::sum));
        return String.join(" ", counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).toList());
    }

    /* A text, or the default of the parameter that stands for it. */
    private static String text(JsonNode definition, JsonNode value) {
        String parameter = value.path("Get").asText("").replace("Parameters.", "");
        for (JsonNode declared : definition.path("Parameters")) {
            if (declared.path("Name").asText().equals(parameter)) {
                return declared.path("DefaultValue").asText();
            }
        }
        return value.asText();
    }

    private static Program.Said answered(Program program, JsonNode definition, List<String> words) throws Exception {
        try (Program.Other other = program.start(words.toArray(String[]::new))) {
            int answers = 0;
            for (JsonNode step : StandIns.steps(definition).stream().filter(each -> each.path("Type").asText().equals("Callback")).toList()) {
                String queue = text(definition, step.path("SqsQueueUrl"));
                Path messages = program.home().resolve("messages/sqs/" + queue.substring(queue.lastIndexOf('/') + 1) + ".jsonl");
                while (!Files.exists(messages) || Files.readAllLines(messages).size() <= answers) {
                    if (other.over()) {
                        return other.end();
                    }
                    if (Thread.interrupted()) {
                        throw new InterruptedException("no message in " + messages);
                    }
                    Thread.onSpinWait();
                }
                String token = JSON.readTree(Files.readAllLines(messages).get(answers++)).at("/message/MessageBody/token").asText();
                ObjectNode output = JSON.createObjectNode();
                step.path("OutputParameters").forEach(each -> output.withObjectProperty("OutputParameters").set(each.path("OutputName").asText(), StandIns.value(each)));
                Program.Said answer = program.say("runs", "answer", token, "--output", output.toString());
                assertThat(answer.code()).as(answer.err()).isZero();
            }
            return other.end();
        }
    }
}
