package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moderato.kernel.RunIdentity;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import moderato.pipelines.Need;
import moderato.pipelines.PipelineLanguage;
import moderato.pipelines.PipelineProgram;

/**
 * What a pipeline definition needs to run anywhere: a command that stands for every image, functions that stand for its functions, and objects for
 * all that it reads.
 *
 * @param folder where the files are made
 */
record StandIns(Path folder, Path home) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The archive of a model, for whoever asks for one. */
    static final String MODEL = "s3://my-bucket/model.tar.gz";
    private static final Pattern ARCHIVE = Pattern.compile("s3://[^\"\\\\ ]+\\.tar\\.gz");

    /** The image map: every URI is the stand-in. */
    String images() throws IOException {
        try (InputStream script = Objects.requireNonNull(StandIns.class.getResourceAsStream("stand_in.py"))) {
            Files.write(folder.resolve("stand_in.py"), script.readAllBytes());
        }
        return Files.writeString(folder.resolve("images.yaml"), "images: {\"*\": {command: [python3, stand_in.py]}}\nmodels: {\"*\": {Image: any}}").toString();
    }

    /** The handlers file: every function answers all outputs that its step declares. */
    String functions(JsonNode definition) throws IOException {
        ObjectNode answers = JSON.createObjectNode();
        for (JsonNode step : steps(definition)) {
            if (step.has("FunctionArn")) {
                ObjectNode answer = answers.withObjectProperty(step.path("FunctionArn").asText());
                step.path("OutputParameters").forEach(output -> answer.set(output.path("OutputName").asText(), value(output)));
            }
        }
        ObjectNode handlers = JSON.createObjectNode();
        int number = 0;
        for (Map.Entry<String, JsonNode> entry : answers.properties()) {
            Path answer = Files.writeString(folder.resolve("answer-" + number++ + ".json"), entry.getValue().toString());
            handlers.withObjectProperty("lambda").withObjectProperty(entry.getKey()).putArray("command").add("cat").add(answer.toString());
        }
        return Files.writeString(folder.resolve("handlers.json"), handlers.toString()).toString();
    }

    /** A value for an output of a function or a callback. */
    static JsonNode value(JsonNode output) {
        if (output.path("OutputName").asText().equals("model_artifact")) {
            return JSON.getNodeFactory().textNode(MODEL);
        }
        return switch (output.path("OutputType").asText()) {
            case "Integer" -> JSON.getNodeFactory().numberNode(7);
            case "Float" -> JSON.getNodeFactory().numberNode(0.75);
            case "Boolean" -> JSON.getNodeFactory().booleanNode(true);
            default -> JSON.getNodeFactory().textNode("approve");
        };
    }

    /** Every step of a definition, at any depth. */
    static List<JsonNode> steps(JsonNode definition) {
        return definition.findParents("Type").stream().filter(node -> node.has("Name") && !node.has("DefaultValue")).toList();
    }

    /** Puts an object wherever the pipeline reads one, and says what property files are to hold. */
    void objects(String text, JsonNode definition, JsonNode input, RunIdentity run) throws IOException {
        FolderStore store = new FolderStore(home.resolve("objects"));
        PipelineProgram program = new PipelineLanguage().compile(moderato.kernel.Definition.of("pipelines", text));
        for (Need need : program.needs(input, run)) {
            if (need.kind() == Need.Kind.OBJECT) {
                put(store, need.name());
            }
        }
        Matcher archives = ARCHIVE.matcher(text);
        while (archives.find()) {
            put(store, archives.group());
        }
        put(store, MODEL);
        for (String bootstrap : List.of("s3_bucket/", "s3_bucket/test-prefix/MyPipeline/sagemaker_remote_function_bootstrap/", "safety-default/moderate/sagemaker_remote_function_bootstrap/")) {
            put(store, "s3://" + bootstrap + "job_driver.sh");
        }
        ObjectNode files = JSON.createObjectNode();
        for (JsonNode step : steps(definition)) {
            for (JsonNode file : step.path("PropertyFiles")) {
                ObjectNode content = files.withObjectProperty(file.path("OutputName").asText()).putObject(file.path("FilePath").asText());
                definition.findParents("PropertyFile").forEach(get -> fill(content, get.path("Path").asText().split("\\.")));
            }
        }
        Files.writeString(folder.resolve("files.json"), files.toString());
    }

    private static void fill(ObjectNode content, String[] path) {
        ObjectNode at = content;
        for (int i = 0; i < path.length - 1; i++) {
            at = at.withObjectProperty(path[i]);
        }
        at.put(path[path.length - 1], 0.9);
    }

    private void put(FolderStore store, String address) throws IOException {
        if (!address.matches("s3://[A-Za-z0-9][A-Za-z0-9._-]+/.*|s3://[A-Za-z0-9][A-Za-z0-9._-]+")) {
            return;
        }
        ObjectAddress named = ObjectAddress.parse(address);
        ObjectAddress key = named.key().matches(".*\\.[A-Za-z0-9]{1,6}") ? named : named.resolve("part-0.csv");
        String standIn = folder.resolve("stand_in.py").toString();
        if (key.key().endsWith(".tar.gz")) {
            store.put(key, archive());
        } else if (key.key().endsWith(".py")) {
            put(store, key, "import runpy\nrunpy.run_path('" + standIn + "')\n");
        } else if (key.key().endsWith(".sh")) {
            put(store, key, "#!/bin/sh\nexec python3 " + standIn + "\n");
        } else {
            put(store, key, "1,2,3\n4,5,6\n");
        }
    }

    private static void put(FolderStore store, ObjectAddress key, String text) throws IOException {
        store.put(key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /* Holds a script of every name that a definition may call for. */
    private Path archive() throws IOException {
        Path archive = folder.resolve("scripts.tar.gz");
        if (!Files.exists(archive)) {
            Path scripts = Files.createDirectories(folder.resolve("scripts"));
            String standIn = folder.resolve("stand_in.py").toString();
            for (String name : new TreeSet<>(List.of("training.py", "train.py", "mnist.py", "inference.py"))) {
                Files.writeString(scripts.resolve(name), "import runpy\nrunpy.run_path('" + standIn + "')\n");
            }
            Files.writeString(scripts.resolve("_repack_script_launcher.sh"), "#!/bin/sh\nexec python3 " + standIn + "\n");
            try {
                Process tar = new ProcessBuilder("tar", "czf", archive.toString(), "-C", scripts.toString(), ".").inheritIO().start();
                if (tar.waitFor() != 0) {
                    throw new IOException("tar failed");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        return archive;
    }
}
