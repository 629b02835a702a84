package moderato.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the function that stands for a Lambda function: one registered in Java, or one of the run's handlers file.
 *
 * @param registered functions in Java, by name
 */
public record Functions(Map<String, LocalFunction> registered) {

    private static final Pattern ARN = Pattern.compile("arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)(:[^:]+)?");

    public Functions {
        registered = Map.copyOf(registered);
    }

    /**
     * The function of a name or ARN.
     *
     * <p>A name of the handlers file matches the whole ARN, the function's name with or without a version, or, with {@code *}, whatever
     * the pattern matches. What is written in full goes before a pattern.
     *
     * @param settings the run's settings, see {@link HandlersFile}
     */
    public Optional<LocalFunction> find(String nameOrArn, JsonNode settings) {
        return among(settings.path("lambda"), nameOrArn).or(() -> names(nameOrArn).stream().map(registered::get).filter(java.util.Objects::nonNull).findFirst());
    }

    /** The handler that the user registered for a step type of a pipeline. */
    public Optional<LocalFunction> forStep(String type, JsonNode settings) {
        return among(settings.path("steps"), type);
    }

    private static Optional<LocalFunction> among(JsonNode targets, String nameOrArn) {
        List<String> names = names(nameOrArn);
        for (String name : names) {
            if (targets.has(name)) {
                return Optional.of(function(targets.path(name)));
            }
        }
        for (Map.Entry<String, JsonNode> target : targets.properties()) {
            if (target.getKey().contains("*") && names.stream().anyMatch(glob(target.getKey()).asMatchPredicate())) {
                return Optional.of(function(target.getValue()));
            }
        }
        return Optional.empty();
    }

    private static List<String> names(String nameOrArn) {
        List<String> names = new ArrayList<>(List.of(nameOrArn));
        var arn = ARN.matcher(nameOrArn);
        if (arn.matches()) {
            names.add(arn.group(1));
        } else if (nameOrArn.indexOf(':') > 0) {
            names.add(nameOrArn.substring(0, nameOrArn.indexOf(':')));
        }
        return names;
    }

    private static Pattern glob(String pattern) {
        return Pattern.compile(Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static LocalFunction function(JsonNode target) {
        if (target.has("url")) {
            return new UrlFunction(URI.create(target.path("url").asText()));
        }
        List<String> command = new ArrayList<>();
        target.path("command").forEach(word -> command.add(word.asText()));
        return new CommandFunction(command, Path.of(target.path("folder").asText(".")));
    }
}
