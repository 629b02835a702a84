package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what stands for an image: one that is built into this program, or a local command of the run's image map.
 *
 * @param builtIn the built-in images by name, {@code moderato/<name>}
 * @param serving the built-in images that batch transforms serve, by name
 * @param environments where Python environments of mapped images are kept
 * @param grace between SIGTERM and SIGKILL
 * @param docker runs every other image, where it answers
 */
public record JobImages(Map<String, Image> builtIn, Map<String, ServingImage> serving, Path environments, Duration grace, Docker docker) {

    public JobImages {
        builtIn = Map.copyOf(builtIn);
        serving = Map.copyOf(serving);
    }

    /** Images with the Docker of this machine. */
    public JobImages(Map<String, Image> builtIn, Map<String, ServingImage> serving, Path environments, Duration grace) {
        this(builtIn, serving, environments, grace, Docker.installed());
    }

    /** What an image is, once found. */
    sealed interface Found {
        /** A program: a processing or training image, or a command that serves by itself. */
        record Program(Executor executor) implements Found {
        }

        /** A built-in model to be served. */
        record Served(ServingImage image) implements Found {
        }
    }

    /**
     * Finds an image.
     *
     * @param uri the image's URI as the request names it
     * @param settings the run's settings: under {@code images}, patterns of URIs ({@code *} stands for any text) with what each means:
     *     {@code {command: [...], folder, requirements, environment: {...}}} ({@code {folder}} in a variable is the folder; {@code whole: true}: the command is run whatever
     *     entrypoint or script the request names), or a built-in image: {@code {builtIn: NAME, isolated: true}},
     *     where the name is the URI itself when it is left out, and {@code isolated} runs it in a JVM of its own. {@code isolate: true} in
     *     the settings says so for all. {@code {container: IMAGE}} is an image that Docker runs, as is every URI that nothing else stands for
     * @throws IOException when what stands for the image cannot be used, with the reason
     * @throws JobFailure when Docker is needed and cannot be had, with what to write where
     */
    Found find(String uri, JsonNode settings) throws IOException, InterruptedException, JobFailure {
        boolean all = settings.path("isolate").asBoolean(false);
        Optional<JsonNode> target = target(uri, settings);
        if (target.isEmpty()) {
            return builtIn(uri, all);
        }
        if (target.get().has("container")) {
            return new Found.Program(container(uri, target.get().path("container").asText()));
        }
        return target.get().has("command") ? new Found.Program(command(target.get()))
                : builtIn(target.get().path("builtIn").asText(uri), target.get().path("isolated").asBoolean(all));
    }

    /** What the run's image map says of an image. */
    static Optional<JsonNode> target(String uri, JsonNode settings) {
        return entry(settings.path("images"), uri);
    }

    /** What the run's image map says a model is that no step made: a ContainerDefinition, as CreateModel takes it. */
    public static Optional<JsonNode> model(String name, JsonNode settings) {
        return entry(settings.path("models"), name);
    }

    /* The entry of the longest pattern that fits. */
    private static Optional<JsonNode> entry(JsonNode patterns, String name) {
        return patterns.properties().stream().filter(entry -> matches(entry.getKey(), name))
                .min(Comparator.comparing((Map.Entry<String, JsonNode> entry) -> -entry.getKey().length()).thenComparing(Map.Entry::getKey)).map(Map.Entry::getValue);
    }

    /** Whether something other than Docker stands for an image. */
    public boolean standsFor(String uri, JsonNode settings) {
        return isBuiltIn(uri) || target(uri, settings).isPresent();
    }

    /** Whether an image of that name is built in. */
    boolean isBuiltIn(String name) {
        return builtIn.containsKey(name) || serving.containsKey(name);
    }

    private Found builtIn(String name, boolean isolated) throws InterruptedException, JobFailure {
        if (isolated && isBuiltIn(name)) {
            return new Found.Program(new ChildJvm(name, grace));
        }
        Image image = builtIn.get(name);
        if (image != null) {
            return new Found.Program(new BuiltInExecutor(image));
        }
        ServingImage served = serving.get(name);
        if (served != null) {
            return new Found.Served(served);
        }
        return new Found.Program(container(name, name));
    }

    private Executor container(String uri, String image) throws InterruptedException, JobFailure {
        Optional<String> problem = docker.problem();
        if (problem.isEmpty()) {
            return new DockerExecutor(docker, image, grace);
        }
        List<String> known = Stream.concat(builtIn.keySet().stream(), serving.keySet().stream()).sorted().toList();
        throw JobFailure.needsDocker("nothing stands for the image '" + uri + "', and Docker cannot run it (" + problem.get() + "). Install and start Docker, or give a command for it in the "
                + "image map (--images FILE): images: {\"" + uri + "\": {command: [PROGRAM, ARGUMENT...]}}" + (known.isEmpty() ? "" : ". Built in are " + known));
    }

    private Executor command(JsonNode target) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        target.path("command").forEach(word -> command.add(word.asText()));
        Map<String, String> environment = new TreeMap<>();
        Path folder = Path.of(target.path("folder").asText("."));
        target.path("environment").properties().forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText().replace("{folder}", folder.toString())));
        for (int i = 0; i < command.size(); i++) {
            Path file = folder.resolve(command.get(i));
            if (file.toFile().isFile()) {
                command.set(i, file.toAbsolutePath().normalize().toString());
            }
        }
        List<Path> requirements = target.has("requirements") ? List.of(folder.resolve(target.path("requirements").asText())) : List.of();
        PythonEnvironment python = new PythonEnvironment(requirements, environments);
        environment.putAll(python.variables(System.getenv().getOrDefault("PATH", ""), said -> { }));
        return new CommandExecutor(command, environment, grace, target.path("whole").asBoolean(false), python);
    }

    private static boolean matches(String pattern, String name) {
        return Pattern.matches(Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), name);
    }
}
