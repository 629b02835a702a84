package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.NearestName;

/**
 * Checks values against an API's shapes: required and unknown members, types, enums, ranges, patterns.
 *
 * <p>An expression may stand for any value; where its type is known from the definition, that is checked as well.
 */
final class ApiCheck {

    /** Where a finding goes: its code, place and message. */
    @FunctionalInterface
    interface Sink {
        void found(String code, String pointer, String message);
    }

    private final ApiModel model;
    private final Map<String, Parameter> parameters;
    private final Sink sink;

    /**
     * @param parameters the pipeline's parameters, whose types are known
     */
    ApiCheck(ApiModel model, Map<String, Parameter> parameters, Sink sink) {
        this.model = model;
        this.parameters = parameters;
        this.sink = sink;
    }

    /**
     * Checks a request.
     *
     * @param filledIn members that need not be given, because the service fills them in
     */
    void check(ApiModel.Shape shape, Expression value, String pointer, Set<String> filledIn) {
        switch (value) {
            case Expression.ObjectOf(Map<String, Expression> members) -> object(shape, members, pointer, filledIn);
            case Expression.ListOf(List<Expression> elements) -> list(shape, elements, pointer);
            case Expression.Literal(JsonNode literal) -> scalar(shape, literal, pointer);
            case Expression.ParameterValue(String name) -> Optional.ofNullable(parameters.get(name)).ifPresent(parameter -> typed(shape,
                    parameter.type(), "parameter " + name, pointer));
            case Expression.Join _ -> typed(shape, Parameter.Type.String, "a Std:Join", pointer);
            case Expression.ExecutionValue _, Expression.ExperimentValue _, Expression.StepProperty _, Expression.CurrentItem _,
                    Expression.PropertyFileGet _, Expression.ObjectGet _ -> {
            }
        }
    }

    private void object(ApiModel.Shape shape, Map<String, Expression> members, String pointer, Set<String> filledIn) {
        switch (shape.type()) {
            case "any" -> {
            }
            case "map" -> {
                size(shape, members.size(), "entries", pointer);
                members.forEach((key, value) -> {
                    String place = JsonText.member(pointer, key);
                    scalar(model.shape(shape.key()), JsonText.JSON.getNodeFactory().textNode(key), place);
                    check(model.shape(shape.element()), value, place, Set.of());
                });
            }
            case "structure" -> {
                for (String required : shape.required()) {
                    if (!members.containsKey(required) && !filledIn.contains(required)) {
                        sink.found("MISSING_ARGUMENT", pointer, required + " is missing; " + shape.name() + " needs it.");
                    }
                }
                members.forEach((name, value) -> {
                    String place = JsonText.member(pointer, name);
                    if (shape.members().containsKey(name)) {
                        check(model.shape(shape.members().getOrDefault(name, "")), value, place, Set.of());
                    } else {
                        sink.found("UNKNOWN_ARGUMENT", place, shape.name() + " has no member " + name + NearestName.suggestion(name, shape.members().keySet()));
                    }
                });
            }
            default -> sink.found("WRONG_ARGUMENT_TYPE", pointer, "An object stands where " + article(shape.type()) + " belongs.");
        }
    }

    private void list(ApiModel.Shape shape, List<Expression> elements, String pointer) {
        if (shape.type().equals("any")) {
            return;
        }
        if (!shape.type().equals("list")) {
            sink.found("WRONG_ARGUMENT_TYPE", pointer, "A list stands where " + article(shape.type()) + " belongs.");
            return;
        }
        size(shape, elements.size(), "elements", pointer);
        for (int i = 0; i < elements.size(); i++) {
            check(model.shape(shape.element()), elements.get(i), JsonText.element(pointer, i), Set.of());
        }
    }

    private void scalar(ApiModel.Shape shape, JsonNode value, String pointer) {
        boolean right = switch (shape.type()) {
            case "any" -> true;
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer", "long" -> value.isIntegralNumber();
            case "float", "double" -> value.isNumber();
            case "timestamp" -> value.isNumber() || value.isTextual();
            default -> false;
        };
        if (!right) {
            sink.found("WRONG_ARGUMENT_TYPE", pointer, value + " stands where " + article(shape.type()) + " belongs"
                    + (shape.type().equals("string") && value.isNumber() ? "; write it in quotes." : "."));
        } else if (value.isTextual()) {
            text(shape, value.asText(), pointer);
        } else if (value.isNumber()) {
            range(shape, value.asDouble(), "", pointer);
        }
    }

    private void text(ApiModel.Shape shape, String value, String pointer) {
        if (!shape.values().isEmpty() && !shape.values().contains(value)) {
            if (!shape.name().endsWith("InstanceType") || !plausibleInstanceType(value)) {
                sink.found("INVALID_ARGUMENT", pointer, "'" + value + "' is no " + shape.name()
                        + (shape.values().size() < 20 ? NearestName.among(value, shape.values()) : NearestName.suggestion(value, shape.values())));
            }
            return;
        }
        range(shape, value.length(), " characters", pointer);
        if (shape.pattern().isPresent() && !shape.pattern().get().matcher(value).matches()) {
            sink.found("INVALID_ARGUMENT", pointer, "'" + value + "' is no valid " + shape.name() + "; it must match " + shape.pattern().get() + ".");
        }
    }

    /** The service gets new instance types all the time: a known family with a known size passes, though no list has it. */
    private boolean plausibleInstanceType(String value) {
        Set<String> families = new LinkedHashSet<>(List.of("g6e", "g6", "g7e", "p5e", "p5en", "p6-b200", "trn2", "c8g", "m8g", "r8g", "c6a", "m6a", "r6a", "c7a", "m7a"));
        Set<String> sizes = new LinkedHashSet<>();
        for (String known : model.instanceTypes()) {
            String[] parts = known.split("\\.");
            families.add(parts[1]);
            sizes.add(parts[parts.length - 1]);
        }
        String[] parts = value.split("\\.");
        return parts.length == 3 && parts[0].equals("ml") && families.contains(parts[1]) && sizes.contains(parts[2]);
    }

    private void range(ApiModel.Shape shape, double value, String unit, String pointer) {
        if (shape.min().isPresent() && value < shape.min().get() || shape.max().isPresent() && value > shape.max().get()) {
            sink.found("ARGUMENT_OUT_OF_RANGE", pointer, shape.name() + " is " + number(value) + unit + "; it must be "
                    + shape.min().map(min -> "at least " + number(min)).orElse("") + (shape.min().isPresent() && shape.max().isPresent() ? " and " : "")
                    + shape.max().map(max -> "at most " + number(max)).orElse("") + ".");
        }
    }

    private void size(ApiModel.Shape shape, int size, String unit, String pointer) {
        range(shape, size, " " + unit, pointer);
    }

    private void typed(ApiModel.Shape shape, Parameter.Type type, String what, String pointer) {
        boolean right = switch (shape.type()) {
            case "any" -> true;
            case "string" -> type == Parameter.Type.String;
            case "boolean" -> type == Parameter.Type.Boolean;
            case "integer", "long" -> type == Parameter.Type.Integer;
            case "float", "double" -> type == Parameter.Type.Float || type == Parameter.Type.Integer;
            case "timestamp" -> true;
            default -> type == Parameter.Type.String && shape.type().equals("blob");
        };
        if (!right) {
            sink.found("WRONG_ARGUMENT_TYPE", pointer, what + " is of type " + type + ", but " + article(shape.type()) + " belongs here"
                    + (shape.type().equals("string") ? "; wrap it in Std:Join with On \"\"." : "."));
        }
    }

    private static String article(String type) {
        return (type.matches("[aeiou].*") ? "an " : "a ") + type;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
