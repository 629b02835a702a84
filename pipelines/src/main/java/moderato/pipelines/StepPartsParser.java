package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moderato.kernel.NearestName;

/** Makes the parts that steps have around their Arguments: dependencies, caching, retries, property files, outputs. */
final class StepPartsParser {

    private static final List<String> TRIGGERS = Arrays.stream(Step.Trigger.values()).map(Enum::name).toList();
    private static final List<String> RETRY_MEMBERS = List.of("ExceptionType", "IntervalSeconds", "BackoffRate", "MaxAttempts", "ExpireAfterMin");

    private final Problems problems;

    StepPartsParser(Problems problems) {
        this.problems = problems;
    }

    List<Step.Dependency> dependencies(JsonNode step, String name, String pointer) {
        Map<String, Step.Dependency> dependencies = new LinkedHashMap<>();
        JsonNode list = list(step, "DependsOn", name, pointer);
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            String place = JsonText.element(JsonText.member(pointer, "DependsOn"), i);
            dependency(list.get(i), name, place).ifPresent(dependency -> {
                Step.Dependency before = dependencies.putIfAbsent(dependency.step(), dependency);
                if (before != null && before.trigger() != dependency.trigger()) {
                    problems.error("INVALID_DEPENDENCY", place, "Step " + name + " waits for " + dependency.step() + " with two triggers, "
                            + before.trigger() + " and " + dependency.trigger() + "; use Any, or two steps.");
                }
            });
        }
        return List.copyOf(dependencies.values());
    }

    private Optional<Step.Dependency> dependency(JsonNode json, String name, String pointer) {
        if (json.isTextual()) {
            return Optional.of(new Step.Dependency(json.asText(), Step.Trigger.Completed, pointer));
        }
        if (!json.path("Step").isTextual()) {
            problems.error("WRONG_TYPE", pointer, "DependsOn of step " + name + " takes names of steps, or {\"Step\": name, \"Trigger\": ...}.");
            return Optional.empty();
        }
        unknown(json, pointer, List.of("Step", "Trigger"), "DependsOn");
        String trigger = json.path("Trigger").asText("Completed");
        if (!TRIGGERS.contains(trigger)) {
            problems.error("INVALID_VALUE", JsonText.member(pointer, "Trigger"), "There is no trigger " + trigger + NearestName.among(trigger, TRIGGERS));
            return Optional.empty();
        }
        return Optional.of(new Step.Dependency(json.get("Step").asText(), Step.Trigger.valueOf(trigger), pointer));
    }

    Optional<ExpireAfter> cache(JsonNode step, String name, String pointer) {
        JsonNode json = step.path("CacheConfig");
        String place = JsonText.member(pointer, "CacheConfig");
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        unknown(json, place, List.of("Enabled", "ExpireAfter"), "CacheConfig");
        if (!json.path("Enabled").isBoolean()) {
            problems.error("WRONG_TYPE", place, "CacheConfig of step " + name + " needs Enabled, true or false.");
        }
        Optional<ExpireAfter> expireAfter = ExpireAfter.parse(json.path("ExpireAfter").asText());
        if (json.hasNonNull("ExpireAfter") && expireAfter.isEmpty()) {
            problems.error("INVALID_DURATION", JsonText.member(place, "ExpireAfter"), "'" + json.get("ExpireAfter").asText()
                    + "' is no duration; write it like P30D, PT12H or 30dT5h.");
        } else if (json.path("Enabled").asBoolean() && expireAfter.isEmpty()) {
            problems.warning("MISSING_PROPERTY", place, "CacheConfig of step " + name + " has no ExpireAfter, such as P30D: its successes count for ever.");
        }
        return json.path("Enabled").asBoolean() ? expireAfter.or(() -> Optional.of(ExpireAfter.NEVER)) : Optional.empty();
    }

    List<RetryPolicy> retries(JsonNode step, String name, StepType type, String pointer) {
        List<RetryPolicy> policies = new ArrayList<>();
        JsonNode list = list(step, "RetryPolicies", name, pointer);
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            policies.add(retry(list.get(i), name, type, JsonText.element(JsonText.member(pointer, "RetryPolicies"), i)));
        }
        return policies;
    }

    private RetryPolicy retry(JsonNode json, String name, StepType type, String pointer) {
        unknown(json, pointer, RETRY_MEMBERS, "A retry policy");
        List<String> types = new ArrayList<>();
        JsonNode given = json.path("ExceptionType");
        if (given.isTextual()) {
            types.add(given.asText());
        }
        given.forEach(one -> types.add(one.asText()));
        if (types.isEmpty()) {
            problems.error("MISSING_PROPERTY", pointer, "A retry policy of step " + name + " needs ExceptionType.");
        }
        boolean stepOnly = type == StepType.Model || type == StepType.RegisterModel;
        List<String> right = stepOnly ? RetryPolicy.STEP_EXCEPTIONS : RetryPolicy.EXCEPTIONS;
        for (String one : types) {
            if (!right.contains(one)) {
                problems.error("INVALID_VALUE", JsonText.member(pointer, "ExceptionType"), "A retry policy of a " + type + " step does not know " + one
                        + NearestName.suggestion(one, right));
            }
        }
        if (json.hasNonNull("MaxAttempts") && json.hasNonNull("ExpireAfterMin")) {
            problems.error("INVALID_VALUE", pointer, "A retry policy of step " + name + " takes MaxAttempts or ExpireAfterMin, not both.");
        }
        Optional<Integer> attempts = number(json, "MaxAttempts", 0, 20, pointer).map(Double::intValue);
        Optional<Duration> expiry = number(json, "ExpireAfterMin", 0, 14_400, pointer).map(minutes -> Duration.ofMinutes(minutes.longValue()));
        Duration interval = Duration.ofMillis((long) (number(json, "IntervalSeconds", 0, 43_200, pointer).orElse(1.0) * 1000));
        double backoff = number(json, "BackoffRate", 1, Double.MAX_VALUE, pointer).orElse(2.0);
        return new RetryPolicy(types, interval, backoff, attempts.isEmpty() && expiry.isEmpty() ? Optional.of(5) : attempts, expiry);
    }

    private Optional<Double> number(JsonNode json, String member, double least, double most, String pointer) {
        if (!json.hasNonNull(member)) {
            return Optional.empty();
        }
        double value = json.get(member).asDouble();
        if (!json.get(member).isNumber() || value < least || value > most) {
            problems.error("OUT_OF_RANGE", JsonText.member(pointer, member), member + " is " + json.get(member) + "; it must be a number from " + (long) least
                    + (most == Double.MAX_VALUE ? " up" : " to " + (long) most) + ".");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    List<Step.PropertyFile> propertyFiles(JsonNode step, String name, String pointer) {
        List<Step.PropertyFile> files = new ArrayList<>();
        JsonNode list = list(step, "PropertyFiles", name, pointer);
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            JsonNode json = list.get(i);
            String place = JsonText.element(JsonText.member(pointer, "PropertyFiles"), i);
            unknown(json, place, List.of("PropertyFileName", "OutputName", "FilePath"), "A property file");
            for (String required : List.of("PropertyFileName", "OutputName", "FilePath")) {
                if (!json.path(required).isTextual()) {
                    problems.error("MISSING_PROPERTY", place, "A property file of step " + name + " needs " + required + ".");
                }
            }
            files.add(new Step.PropertyFile(json.path("PropertyFileName").asText(), json.path("OutputName").asText(), json.path("FilePath").asText()));
        }
        return files;
    }

    List<Step.Output> outputs(JsonNode step, String name, String pointer) {
        List<Step.Output> outputs = new ArrayList<>();
        JsonNode list = list(step, "OutputParameters", name, pointer);
        List<String> types = Arrays.stream(Parameter.Type.values()).map(Enum::name).toList();
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            JsonNode json = list.get(i);
            String place = JsonText.element(JsonText.member(pointer, "OutputParameters"), i);
            unknown(json, place, List.of("OutputName", "OutputType"), "An output parameter");
            String type = json.path("OutputType").asText("String");
            if (!types.contains(type)) {
                problems.error("INVALID_VALUE", place, "There is no output type " + type + NearestName.among(type, types));
            }
            // An output of no type is there for those that refer to it: they are not wrong as well.
            outputs.add(new Step.Output(json.path("OutputName").asText(), types.contains(type) ? Parameter.Type.valueOf(type) : Parameter.Type.String));
        }
        if (outputs.size() > 50) {
            problems.error("OUT_OF_RANGE", JsonText.member(pointer, "OutputParameters"), "Step " + name + " has " + outputs.size() + " outputs; at most 50 are allowed.");
        }
        return outputs;
    }

    private JsonNode list(JsonNode step, String member, String name, String pointer) {
        JsonNode list = step.path(member);
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            problems.error("WRONG_TYPE", JsonText.member(pointer, member), member + " of step " + name + " must be a list.");
        }
        return list.isArray() ? list : step.path(-1);
    }

    private void unknown(JsonNode object, String pointer, List<String> known, String owner) {
        object.fieldNames().forEachRemaining(member -> {
            if (!known.contains(member)) {
                problems.error("UNKNOWN_PROPERTY", JsonText.member(pointer, member), owner + " does not know " + member + NearestName.suggestion(member, known));
            }
        });
    }
}
