package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import moderato.kernel.NearestName;

/** Makes steps of JSON, those inside conditions and loops too. */
final class StepParser {

    private final Problems problems;
    private final ExpressionParser expressions;
    private final ConditionParser conditions;
    private final StepPartsParser parts;
    private final Map<String, Step> steps = new LinkedHashMap<>();

    StepParser(Problems problems, ExpressionParser expressions) {
        this.problems = problems;
        this.expressions = expressions;
        this.conditions = new ConditionParser(problems, expressions);
        this.parts = new StepPartsParser(problems);
    }

    /** All steps parsed so far, each after the one around it. */
    Map<String, Step> steps() {
        return steps;
    }

    /** Parses a list of steps and gives their names. */
    List<String> parseAll(JsonNode list, String pointer, Optional<Step.Place> place) {
        List<String> names = new ArrayList<>();
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            problems.error("WRONG_TYPE", pointer, "Steps must be a list of steps.");
            return names;
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            parse(list.get(i), JsonText.element(pointer, i), place).ifPresent(names::add);
        }
        return names;
    }

    private Optional<String> parse(JsonNode json, String pointer, Optional<Step.Place> place) {
        String name = json.path("Name").asText();
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            problems.error("INVALID_NAME", json.has("Name") ? JsonText.member(pointer, "Name") : pointer,
                    "A step needs a Name of 1 to 64 letters, digits, - or _, not '" + name + "'.");
            return Optional.empty();
        }
        Optional<StepType> found = StepType.of(json.path("Type").asText());
        if (found.isEmpty()) {
            String type = json.path("Type").asText();
            problems.error("UNKNOWN_STEP_TYPE", json.has("Type") ? JsonText.member(pointer, "Type") : pointer,
                    "Step " + name + " has the unknown type '" + type + "'" + NearestName.suggestion(type, StepType.names()));
            return Optional.empty();
        }
        StepType type = found.get();
        json.fieldNames().forEachRemaining(member -> {
            if (!type.knows(member)) {
                problems.error("UNKNOWN_PROPERTY", JsonText.member(pointer, member), "Step " + name + " has a member " + member + " that a " + type
                        + " step does not know" + NearestName.suggestion(member, type.members()));
            }
        });
        if (place.isPresent() && place.get().branch() == Step.Branch.Body && (type == StepType.Condition || type == StepType.Fail || type == StepType.ForEach)) {
            problems.error("INVALID_BODY", pointer, "The body of a ForEach cannot hold a " + type + " step, as " + name + " is.");
        }
        if (steps.containsKey(name)) {
            problems.error("DUPLICATE_STEP", JsonText.member(pointer, "Name"), "There are two steps named " + name + "; a step's name is unique in the whole definition, branches included.");
            return Optional.empty();
        }
        if (!json.path("Arguments").isObject()) {
            problems.error("MISSING_PROPERTY", pointer, "Step " + name + " needs Arguments, an object.");
        }
        steps.put(name, step(json, name, type, pointer, place, new Step.Work()));
        Step.Body body = body(json.path("Arguments"), name, type, JsonText.member(pointer, "Arguments"));
        if (!(body instanceof Step.Work)) {
            steps.put(name, step(json, name, type, pointer, place, body));
        }
        return Optional.of(name);
    }

    private Step step(JsonNode json, String name, StepType type, String pointer, Optional<Step.Place> place, Step.Body body) {
        Map<String, Expression> fields = new LinkedHashMap<>();
        for (String member : new TreeSet<>(type.fields())) {
            if (!member.equals("PropertyFiles") && !member.equals("OutputParameters") && json.hasNonNull(member)) {
                fields.put(member, expressions.parse(json.get(member), JsonText.member(pointer, member)));
            }
        }
        boolean container = type == StepType.Condition || type == StepType.ForEach;
        Expression arguments = container ? new Expression.ObjectOf(Map.of()) : expressions.parse(json.path("Arguments"), JsonText.member(pointer, "Arguments"));
        return new Step(name, type, pointer, place, arguments, parts.dependencies(json, name, pointer), parts.cache(json, name, pointer),
                parts.retries(json, name, type, pointer), parts.propertyFiles(json, name, pointer), parts.outputs(json, name, pointer), fields,
                text(json, "DisplayName"), text(json, "Description"), body);
    }

    private static Optional<String> text(JsonNode json, String member) {
        return json.hasNonNull(member) ? Optional.of(json.get(member).asText()) : Optional.empty();
    }

    private Step.Body body(JsonNode arguments, String name, StepType type, String pointer) {
        return switch (type) {
            case Condition -> choice(arguments, name, pointer);
            case ForEach -> loop(arguments, name, pointer);
            default -> new Step.Work();
        };
    }

    private Step.Choice choice(JsonNode arguments, String name, String pointer) {
        List<String> known = List.of("Conditions", "IfSteps", "ElseSteps");
        unknown(arguments, pointer, known, "Condition step " + name);
        if (!arguments.has("Conditions")) {
            problems.error("MISSING_PROPERTY", pointer, "Condition step " + name + " needs Conditions, a list.");
        }
        List<Condition> all = arguments.has("Conditions") ? conditions.parseAll(arguments.get("Conditions"), JsonText.member(pointer, "Conditions")) : List.of();
        return new Step.Choice(all,
                parseAll(arguments.path("IfSteps"), JsonText.member(pointer, "IfSteps"), Optional.of(new Step.Place(name, Step.Branch.If))),
                parseAll(arguments.path("ElseSteps"), JsonText.member(pointer, "ElseSteps"), Optional.of(new Step.Place(name, Step.Branch.Else))));
    }

    private Step.Loop loop(JsonNode arguments, String name, String pointer) {
        List<String> known = List.of("IterableItems", "MaxConcurrency", "Selector", "ForEachBody");
        unknown(arguments, pointer, known, "ForEach step " + name);
        for (String required : List.of("IterableItems", "MaxConcurrency", "ForEachBody")) {
            if (!arguments.hasNonNull(required)) {
                problems.error("MISSING_PROPERTY", pointer, "ForEach step " + name + " needs " + required + ".");
            }
        }
        JsonNode items = arguments.path("IterableItems");
        if (items.isArray() && (items.isEmpty() || items.size() > 100)) {
            problems.error("OUT_OF_RANGE", JsonText.member(pointer, "IterableItems"), "IterableItems of " + name + " has " + items.size() + " elements; it may have 1 to 100.");
        }
        int concurrency = arguments.path("MaxConcurrency").asInt(1);
        if (arguments.has("MaxConcurrency") && (!arguments.get("MaxConcurrency").isInt() || concurrency < 1 || concurrency > 50)) {
            problems.error("OUT_OF_RANGE", JsonText.member(pointer, "MaxConcurrency"), "MaxConcurrency of " + name + " must be a number from 1 to 50.");
        }
        List<String> body = parseAll(arguments.path("ForEachBody"), JsonText.member(pointer, "ForEachBody"), Optional.of(new Step.Place(name, Step.Branch.Body)));
        if (arguments.has("ForEachBody") && body.isEmpty()) {
            problems.error("MISSING_PROPERTY", JsonText.member(pointer, "ForEachBody"), "The body of ForEach step " + name + " needs at least one step.");
        }
        return new Step.Loop(expressions.parse(items, JsonText.member(pointer, "IterableItems")), Math.max(1, concurrency),
                selector(arguments.path("Selector"), name, body, JsonText.member(pointer, "Selector")), body);
    }

    private Optional<Step.Selector> selector(JsonNode json, String name, List<String> body, String pointer) {
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        unknown(json, pointer, List.of("Pick", "Field"), "The Selector of " + name);
        String pick = json.path("Pick").asText();
        if (!pick.equals("MaxBy") && !pick.equals("MinBy")) {
            problems.error("INVALID_VALUE", JsonText.member(pointer, "Pick"), "Pick of " + name + " is MaxBy or MinBy, not '" + pick + "'.");
        }
        String[] get = json.at("/Field/Get").asText().split("\\.", 3);
        Optional<List<Accessor>> path = get.length == 3 && get[0].equals("IterationOutput") ? Accessor.parse(get[2]) : Optional.empty();
        if (path.isEmpty()) {
            problems.error("INVALID_REFERENCE", JsonText.member(pointer, "Field"), "Field of " + name + "'s Selector must be {\"Get\": \"IterationOutput.<body step>.<member>\"}.");
            return Optional.empty();
        }
        if (!body.contains(get[1])) {
            problems.error("UNKNOWN_STEP", JsonText.member(pointer, "Field"), "The body of " + name + " has no step " + get[1] + NearestName.suggestion(get[1], body));
        }
        return Optional.of(new Step.Selector(pick.equals("MaxBy"), get[1], path.get()));
    }

    private void unknown(JsonNode object, String pointer, List<String> known, String owner) {
        object.fieldNames().forEachRemaining(member -> {
            if (!known.contains(member)) {
                problems.error("UNKNOWN_PROPERTY", JsonText.member(pointer, member), owner + " does not know " + member + NearestName.suggestion(member, known));
            }
        });
    }
}
