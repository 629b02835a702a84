package moderato.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import moderato.objects.StoredObject;

/**
 * What the training toolkit does inside the service's own images: it unpacks the user's scripts, and tells them in {@code SM_*} variables
 * and in arguments what the contract's files say.
 *
 * <p>A local command that stands for an image gets the same, so that a user's script runs unchanged.
 */
final class ScriptMode {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROGRAM = "sagemaker_program";
    private static final String SUBMIT_DIRECTORY = "sagemaker_submit_directory";
    private static final String CODE = "/opt/ml/code";

    /** The file in which scripts name the packages that the toolkit installs for them. */
    private static final String REQUIREMENTS = CODE + "/requirements.txt";

    private ScriptMode() {
    }

    /**
     * The script that the hyperparameters name, with its arguments, after its archive was unpacked to {@code /opt/ml/code}; empty when they
     * name none.
     */
    static List<String> command(Map<String, String> hyperparameters, JobFolders folders, JobServices services) throws IOException, JobFailure {
        String program = unquoted(hyperparameters.getOrDefault(PROGRAM, ""));
        if (program.isEmpty()) {
            return List.of();
        }
        unpack(unquoted(hyperparameters.getOrDefault(SUBMIT_DIRECTORY, "")), folders, services);
        String script = program.startsWith("/") ? program : CODE + "/" + program;
        List<String> command = new ArrayList<>(script.endsWith(".py") ? List.of("python3", script) : List.of("/bin/sh", "-c", "cd " + CODE + " && exec sh \"$0\" \"$@\"", script));
        hyperparameters.forEach((name, value) -> {
            if (!name.startsWith("sagemaker_")) {
                command.add((name.length() == 1 ? "-" : "--") + name);
                command.add(inPython(unquoted(value)));
            }
        });
        return command;
    }

    /**
     * The variables by which scripts find the packages that they bring a list of, which are installed.
     *
     * @throws JobFailure when a package cannot be had
     */
    static Map<String, String> packages(Executor executor, JobFolders folders, PrintStream log) throws InterruptedException, JobFailure {
        try {
            return executor.packages(folders.resolve(REQUIREMENTS), log::println);
        } catch (IOException e) {
            throw JobFailure.client("the packages that the scripts' requirements.txt names cannot be installed: " + e.getMessage());
        }
    }

    /**
     * The hyperparameters for an image that brings the toolkit along: where they name scripts in the object store, which the container does
     * not reach, the scripts were unpacked to {@code /opt/ml/code}, and they name that.
     */
    static ObjectNode withLocalScripts(JsonNode hyperparameters, JobFolders folders, JobServices services) throws IOException, JobFailure {
        ObjectNode local = hyperparameters.isObject() ? hyperparameters.deepCopy() : JSON.createObjectNode();
        String archive = unquoted(local.path(SUBMIT_DIRECTORY).asText(""));
        if (unpack(archive, folders, services)) {
            local.put(SUBMIT_DIRECTORY, JSON.getNodeFactory().textNode(CODE).toString());
        }
        return local;
    }

    private static boolean unpack(String archive, JobFolders folders, JobServices services) throws IOException, JobFailure {
        if (!archive.startsWith("s3://")) {
            return false;
        }
        StoredObject object = services.store().find(Jobs.address(archive)).orElseThrow(() -> JobFailure.client("no scripts at " + archive + ", which the hyperparameter "
                + SUBMIT_DIRECTORY + " names"));
        Path code = folders.resolve(CODE);
        Files.createDirectories(code);
        try {
            Archives.unpack(object.file(), code);
        } catch (IOException e) {
            throw JobFailure.client("the scripts at " + archive + " cannot be unpacked: " + e.getMessage());
        }
        return true;
    }

    /** The variables that the toolkit gives. */
    static Map<String, String> variables(JsonNode request, Map<String, String> hyperparameters, Attempt attempt, int host) {
        Map<String, String> variables = new TreeMap<>();
        ArrayNode channels = JSON.createArrayNode();
        for (JsonNode channel : request.path("InputDataConfig")) {
            String name = channel.path("ChannelName").asText();
            channels.add(name);
            variables.put("SM_CHANNEL_" + name.toUpperCase(Locale.ROOT), "/opt/ml/input/data/" + name);
        }
        ArrayNode hosts = JSON.createArrayNode();
        for (int other = 0; other < attempt.hosts(); other++) {
            hosts.add(attempt.hostName(other));
        }
        variables.put("SM_CHANNELS", channels.toString());
        variables.put("SM_HPS", JSON.valueToTree(hyperparameters).toString());
        hyperparameters.forEach((name, value) -> variables.put("SM_HP_" + name.toUpperCase(Locale.ROOT), unquoted(value)));
        variables.put("SM_MODEL_DIR", "/opt/ml/model");
        variables.put("SM_INPUT_DIR", "/opt/ml/input");
        variables.put("SM_INPUT_CONFIG_DIR", "/opt/ml/input/config");
        variables.put("SM_OUTPUT_DIR", "/opt/ml/output");
        variables.put("SM_OUTPUT_DATA_DIR", "/opt/ml/output/data");
        variables.put("SM_CURRENT_HOST", attempt.hostName(host));
        variables.put("SM_HOSTS", hosts.toString());
        variables.put("SM_NUM_CPUS", String.valueOf(Runtime.getRuntime().availableProcessors()));
        variables.put("SM_NUM_GPUS", "0");
        variables.put("SM_NETWORK_INTERFACE_NAME", "lo");
        variables.put("PYTHONPATH", CODE);
        return variables;
    }

    /* The toolkit reads the value as JSON and prints it. */
    private static String inPython(String value) {
        return value.equals("true") ? "True" : value.equals("false") ? "False" : value;
    }

    /* The Python SDK writes hyperparameters of scripts as JSON: "\"train.py\"" for train.py. */
    private static String unquoted(String value) {
        if (value.startsWith("\"") && value.endsWith("\"") && value.length() > 1) {
            try {
                return JSON.readTree(value).asText();
            } catch (JsonProcessingException e) {
                return value;
            }
        }
        return value;
    }
}
