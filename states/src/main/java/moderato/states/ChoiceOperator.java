package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The comparisons of a Choice rule. */
public enum ChoiceOperator {
    STRING_EQUALS("StringEquals", Kind.STRING, c -> c == 0),
    STRING_LESS_THAN("StringLessThan", Kind.STRING, c -> c < 0),
    STRING_GREATER_THAN("StringGreaterThan", Kind.STRING, c -> c > 0),
    STRING_LESS_THAN_EQUALS("StringLessThanEquals", Kind.STRING, c -> c <= 0),
    STRING_GREATER_THAN_EQUALS("StringGreaterThanEquals", Kind.STRING, c -> c >= 0),
    NUMERIC_EQUALS("NumericEquals", Kind.NUMBER, c -> c == 0),
    NUMERIC_LESS_THAN("NumericLessThan", Kind.NUMBER, c -> c < 0),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Kind.NUMBER, c -> c > 0),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Kind.NUMBER, c -> c <= 0),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Kind.NUMBER, c -> c >= 0),
    TIMESTAMP_EQUALS("TimestampEquals", Kind.TIMESTAMP, c -> c == 0),
    TIMESTAMP_LESS_THAN("TimestampLessThan", Kind.TIMESTAMP, c -> c < 0),
    TIMESTAMP_GREATER_THAN("TimestampGreaterThan", Kind.TIMESTAMP, c -> c > 0),
    TIMESTAMP_LESS_THAN_EQUALS("TimestampLessThanEquals", Kind.TIMESTAMP, c -> c <= 0),
    TIMESTAMP_GREATER_THAN_EQUALS("TimestampGreaterThanEquals", Kind.TIMESTAMP, c -> c >= 0),
    BOOLEAN_EQUALS("BooleanEquals", Kind.BOOLEAN, c -> c == 0),
    STRING_MATCHES("StringMatches", Kind.PATTERN, c -> c == 0),
    IS_NULL("IsNull", Kind.TEST, c -> c == 0),
    IS_PRESENT("IsPresent", Kind.TEST, c -> c == 0),
    IS_NUMERIC("IsNumeric", Kind.TEST, c -> c == 0),
    IS_STRING("IsString", Kind.TEST, c -> c == 0),
    IS_BOOLEAN("IsBoolean", Kind.TEST, c -> c == 0),
    IS_TIMESTAMP("IsTimestamp", Kind.TEST, c -> c == 0);

    /** What an operator compares; all but patterns and tests also exist with {@code Path} behind their name. */
    enum Kind {
        STRING, NUMBER, TIMESTAMP, BOOLEAN, PATTERN, TEST;

        boolean hasPathForm() {
            return this != PATTERN && this != TEST;
        }

        /** Whether a value of a definition may stand behind the operator. */
        boolean takes(JsonNode operand) {
            return switch (this) {
                case STRING, PATTERN -> operand.isTextual();
                case NUMBER -> operand.isNumber();
                case TIMESTAMP -> operand.isTextual() && Timestamps.parse(operand.textValue()).isPresent();
                case BOOLEAN, TEST -> operand.isBoolean();
            };
        }
    }

    private final String sourceName;
    private final Kind kind;
    private final IntPredicate holds;

    ChoiceOperator(String sourceName, Kind kind, IntPredicate holds) {
        this.sourceName = sourceName;
        this.kind = kind;
        this.holds = holds;
    }

    /** An operator as a rule has it: which one, and whether its operand is a path. */
    record Use(ChoiceOperator operator, boolean path) {
    }

    static Optional<Use> named(String name) {
        for (ChoiceOperator operator : values()) {
            if (operator.sourceName.equals(name)) {
                return Optional.of(new Use(operator, false));
            }
            if (operator.kind.hasPathForm() && name.length() == operator.sourceName.length() + 4 && name.endsWith("Path")
                    && name.startsWith(operator.sourceName)) {
                return Optional.of(new Use(operator, true));
            }
        }
        return Optional.empty();
    }

    /** The names of all thirty-nine. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (ChoiceOperator operator : values()) {
            names.add(operator.sourceName);
            if (operator.kind.hasPathForm()) {
                names.add(operator.sourceName + "Path");
            }
        }
        return names;
    }

    String sourceName() {
        return sourceName;
    }

    Kind kind() {
        return kind;
    }

    /** Whether the comparison holds; values of other kinds than the operator's compare as false. */
    boolean test(JsonNode value, JsonNode operand) {
        return switch (kind) {
            case STRING -> value.isTextual() && operand.isTextual() && holds.test(value.textValue().compareTo(operand.textValue()));
            case NUMBER -> value.isNumber() && operand.isNumber() && holds.test(compareNumbers(value, operand));
            case TIMESTAMP -> {
                Optional<Instant> left = instant(value);
                Optional<Instant> right = instant(operand);
                yield left.isPresent() && right.isPresent() && holds.test(left.get().compareTo(right.get()));
            }
            case BOOLEAN -> value.isBoolean() && operand.isBoolean() && value.booleanValue() == operand.booleanValue();
            case PATTERN -> value.isTextual() && operand.isTextual() && Wildcard.matches(operand.textValue(), value.textValue());
            case TEST -> is(value) == operand.booleanValue();
        };
    }

    private boolean is(JsonNode value) {
        return switch (this) {
            case IS_NULL -> value.isNull();
            case IS_PRESENT -> !value.isMissingNode();
            case IS_NUMERIC -> value.isNumber();
            case IS_STRING -> value.isTextual();
            case IS_BOOLEAN -> value.isBoolean();
            case IS_TIMESTAMP -> instant(value).isPresent();
            default -> throw new IllegalStateException(sourceName + " is no test of a value's kind");
        };
    }

    private static int compareNumbers(JsonNode a, JsonNode b) {
        if (a.isInt() && b.isInt()) {
            return Integer.compare(a.intValue(), b.intValue());
        }
        return a.decimalValue().compareTo(b.decimalValue());
    }

    private static Optional<Instant> instant(JsonNode value) {
        return value.isTextual() ? Timestamps.parse(value.textValue()) : Optional.empty();
    }
}
