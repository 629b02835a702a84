package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import moderato.kernel.NearestName;

/** A rule for the value of one field. */
@FunctionalInterface
interface FieldCheck {

    /**
     * What a check may want to know of its surroundings.
     *
     * @param findings where to report
     * @param jsonata whether the state's query language is JSONata
     * @param express whether the machine is to be an Express one
     */
    record Setting(Findings findings, boolean jsonata, boolean express) {
    }

    void check(JsonNode value, DefinitionPath at, Setting setting);

    FieldCheck ANY = (value, at, setting) -> {
    };

    FieldCheck STRING = (value, at, setting) -> {
        if (!value.isTextual()) {
            setting.findings().schema(at, "Expected value of type [STRING]");
        }
    };

    FieldCheck BOOLEAN = (value, at, setting) -> {
        if (!value.isBoolean() && !isPlaceholder(value)) {
            setting.findings().schema(at, "Expected value of type Boolean");
        }
    };

    /** A string of the definition that may be an expression where the query language is JSONata. */
    FieldCheck TEXT = (value, at, setting) -> {
        STRING.check(value, at, setting);
        if (setting.jsonata()) {
            TemplateChecks.jsonata(value, at, setting.findings());
        } else if (TemplateChecks.looksDynamic(value.asText())) {
            setting.findings().warning("NO_PATH", at, "The value looks like an expression; it is one only if the name of its field ends in 'Path'");
        }
    };

    /** A path, or null where the service takes that for an empty object. */
    FieldCheck PATH_OR_NULL = (value, at, setting) -> {
        if (!value.isNull()) {
            path(value, at, setting, false);
        }
    };

    FieldCheck PATH = (value, at, setting) -> path(value, at, setting, false);

    /** A path or a call of an intrinsic function. */
    FieldCheck PATH_OR_CALL = (value, at, setting) -> path(value, at, setting, true);

    private static void notAReference(DefinitionPath at, Setting setting) {
        setting.findings().schema(at, at, "Value is not a Reference Path", "; it leads to one place, by names and indexes alone: $.a.b[0]");
    }

    FieldCheck REFERENCE_PATH_OR_NULL = (value, at, setting) -> {
        if (value.isNull() || isPlaceholder(value)) {
            return;
        }
        try {
            ReferencePath.compile(value.isTextual() ? value.textValue() : "");
        } catch (ExpressionSyntaxException e) {
            notAReference(at, setting);
        }
    };

    /** A path that names one place, in the input or in a variable. */
    FieldCheck REFERENCE_PATH = (value, at, setting) -> {
        try {
            if (!isPlaceholder(value) && !JsonPathExpression.compile(value.isTextual() ? value.textValue() : "").isReference()) {
                notAReference(at, setting);
            }
        } catch (ExpressionSyntaxException e) {
            notAReference(at, setting);
        }
    };

    FieldCheck TEMPLATE = (value, at, setting) -> {
        if (setting.jsonata()) {
            TemplateChecks.jsonata(value, at, setting.findings());
        } else {
            TemplateChecks.jsonPath(value, at, setting.findings());
        }
    };

    /** Assign: an object whose keys become variables. */
    FieldCheck ASSIGN = (value, at, setting) -> {
        if (!value.isObject()) {
            setting.findings().schema(at, "Expected value of type Object");
            return;
        }
        for (String name : (Iterable<String>) value::fieldNames) {
            String variable = !setting.jsonata() && name.endsWith(".$") ? name.substring(0, name.length() - 2) : name;
            if (variable.equals("states")) {
                setting.findings().schema(at, at.child(name), "The variable name 'states' is reserved", "");
            }
        }
        TEMPLATE.check(value, at, setting);
    };

    FieldCheck TIMESTAMP = (value, at, setting) -> {
        if (setting.jsonata() && value.isTextual() && JsonataExpression.isOne(value.textValue())) {
            TemplateChecks.jsonata(value, at, setting.findings());
        } else if (!isPlaceholder(value) && (!value.isTextual() || Timestamps.parse(value.textValue()).isEmpty())) {
            setting.findings().schema(at, "String does not match RFC3339 timestamp");
        }
    };

    /** A whole number, or an expression for one. */
    static FieldCheck integer(long least, long most) {
        return (value, at, setting) -> number(value, at, setting, true, String.valueOf(least), String.valueOf(most));
    }

    /** A number, or an expression for one; the bounds are written as the service writes them. */
    static FieldCheck decimal(String least, String most) {
        return (value, at, setting) -> number(value, at, setting, false, least, most);
    }

    /** One of some words. */
    static FieldCheck oneOf(String... words) {
        return (value, at, setting) -> {
            if (!value.isTextual()) {
                STRING.check(value, at, setting);
            } else if (!isPlaceholder(value) && !List.of(words).contains(value.textValue())) {
                setting.findings().schema(at, at, "Value should be one of the following: [%s]".formatted(String.join(", ", words)),
                        NearestName.suggestion(value.asText(), Set.of(words)));
            }
        };
    }

    private static void number(JsonNode value, DefinitionPath at, Setting setting, boolean whole, String least, String most) {
        if (isPlaceholder(value)) {
            return;
        }
        if (setting.jsonata() && value.isTextual() && JsonataExpression.isOne(value.textValue())) {
            TemplateChecks.jsonata(value, at, setting.findings());
        } else if (!value.isNumber() || whole && value.doubleValue() != Math.rint(value.doubleValue())) {
            setting.findings().schema(at, whole ? "Expected value of type Integer" : "Expected value of type Number");
        } else if (value.doubleValue() < Double.parseDouble(least)) {
            setting.findings().schema(at, "Minimum value is " + least);
        } else if (value.doubleValue() > Double.parseDouble(most)) {
            setting.findings().schema(at, "Maximum value is " + most);
        }
    }

    private static void path(JsonNode value, DefinitionPath at, Setting setting, boolean callToo) {
        if (isPlaceholder(value)) {
            return;
        }
        if (!value.isTextual()) {
            STRING.check(value, at, setting);
            return;
        }
        try {
            String text = value.textValue();
            if (callToo && IntrinsicFunction.looksLikeOne(text)) {
                IntrinsicFunction.compile(text);
            } else {
                JsonPathExpression.compile(text);
            }
        } catch (ExpressionSyntaxException e) {
            setting.findings().schema(at, at, callToo ? "Value is not a valid JSONPath or intrinsic function" : "Value is not a valid JSONPath",
                    "; " + e.getMessage());
        }
    }

    static boolean isPlaceholder(JsonNode value) {
        return value.isTextual() && Placeholders.in(value.textValue());
    }
}
