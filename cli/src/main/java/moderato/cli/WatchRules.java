package moderato.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.handlers.EventPattern;
import moderato.handlers.InputTransformer;
import moderato.handlers.YamlFile;

/**
 * The rules of a watched folder: which upload starts what.
 *
 * <pre>{@code
 * rules:
 *   - name: clips
 *     pattern: {source: [aws.s3], detail-type: [Object Created], detail: {object: {key: [{suffix: .mp4}]}}}
 *     moderate: true
 *   - name: lists
 *     pattern: {detail: {object: {key: [{prefix: lists/}]}}}
 *     run: import.asl.json
 *     input:
 *       paths: {bucket: $.detail.bucket.name, key: $.detail.object.key}
 *       template: '{"list": "s3://<bucket>/<key>"}'
 *   - name: training
 *     pattern: {detail: {object: {key: [{suffix: .csv}]}}}
 *     run: train.pipeline.json
 *     parameters: {InputData: "s3://<bucket>/<key>"}
 * }</pre>
 *
 * The first rule that matches holds. Definitions are named beside the rules' file.
 */
record WatchRules(List<Rule> rules) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KEYS = Set.of("name", "pattern", "moderate", "run", "input", "parameters");
    private static final Map<String, String> USUAL_PATHS = Map.of("bucket", "$.detail.bucket.name", "key", "$.detail.object.key", "size", "$.detail.object.size", "etag", "$.detail.object.etag",
            "time", "$.time");

    WatchRules {
        rules = List.copyOf(rules);
    }

    /** What a rule starts. */
    sealed interface Target {

        /** A moderation of the upload. */
        record Moderate() implements Target {
        }

        /**
         * A state machine or a pipeline.
         *
         * @param input makes the input of a state machine, or the parameters of a pipeline, of the event
         */
        record Run(DefinitionFile definition, InputTransformer input) implements Target {
        }
    }

    /** A rule. */
    record Rule(String name, EventPattern pattern, Target target) {
    }

    /** The rule of a folder without a rules' file: every upload is moderated. */
    static WatchRules moderateAll() {
        ObjectNode all = JSON.createObjectNode();
        all.putArray("detail-type").add("Object Created");
        return new WatchRules(List.of(new Rule("moderate", new EventPattern(all), new Target.Moderate())));
    }

    /**
     * Reads rules.
     *
     * @throws IOException when the file is none: what is wrong in each rule, with its place
     */
    static WatchRules read(Path file) throws IOException {
        YamlFile yaml = YamlFile.read(file);
        yaml.knowOnly(JsonPointer.empty(), Set.of("rules"));
        JsonPointer list = JsonPointer.empty().appendProperty("rules");
        if (!yaml.at(list).isArray() || yaml.at(list).isEmpty()) {
            yaml.problem(list, "a rules' file has the key rules, a list of {name, pattern, and moderate: true or run: FILE}");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < yaml.at(list).size(); i++) {
            JsonPointer place = list.appendIndex(i);
            yaml.knowOnly(place, KEYS);
            try {
                rules.add(rule(yaml.at(place), file));
            } catch (IllegalArgumentException e) {
                yaml.problem(place, "rule " + (i + 1) + (yaml.at(place).has("name") ? " (" + yaml.at(place).path("name").asText() + ")" : "") + ": " + e.getMessage());
            }
        }
        yaml.refuseProblems();
        return new WatchRules(rules);
    }

    private static Rule rule(JsonNode rule, Path file) throws IOException {
        require(rule.path("pattern").isObject(), "pattern is missing: which events it is for, as EventBridge writes it");
        boolean moderate = rule.path("moderate").asBoolean(false);
        require(moderate != rule.has("run"), "say what it starts: either moderate: true, or run: FILE");
        Target target = moderate ? new Target.Moderate() : run(rule, file);
        return new Rule(rule.path("name").asText("rule"), new EventPattern(rule.path("pattern")), target);
    }

    private static Target run(JsonNode rule, Path file) throws IOException {
        DefinitionFile definition = DefinitionFile.read(file.toAbsolutePath().resolveSibling(rule.path("run").asText()));
        if (definition.definition().language().equals(DefinitionFile.PIPELINES)) {
            require(!rule.has("input"), "input is for state machines; a pipeline takes parameters: {NAME: VALUE}");
            return new Target.Run(definition, new InputTransformer(USUAL_PATHS, rule.has("parameters") ? rule.path("parameters").toString() : "{}"));
        }
        require(!rule.has("parameters"), "parameters are for pipelines; a state machine takes input: {paths: {...}, template: ...}");
        if (!rule.has("input")) {
            return new Target.Run(definition, new InputTransformer(Map.of(), "<aws.events.event.json>"));
        }
        Map<String, String> paths = new LinkedHashMap<>(USUAL_PATHS);
        rule.path("input").path("paths").properties().forEach(path -> paths.put(path.getKey(), path.getValue().asText()));
        JsonNode template = rule.path("input").path("template");
        require(!template.isMissingNode(), "input needs a template: the input, with <name> where a path's value goes");
        return new Target.Run(definition, new InputTransformer(paths, template.isTextual() ? template.asText() : template.toString()));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The rule that an event is for. */
    Optional<Rule> match(JsonNode event) {
        return rules.stream().filter(rule -> rule.pattern().matches(event)).findFirst();
    }
}
