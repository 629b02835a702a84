package moderato.states;

import com.dashjoin.jsonata.Parser;
import com.dashjoin.jsonata.Parser.Symbol;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an expression reads that the service does not give it: it has no input of its own, so a path that starts at a bare name, at
 * {@code $} or at {@code $$} reads nothing, and {@code $states} has a result and an error only in some places.
 *
 * <p>Only the first step of a path is looked at; predicates, sort terms and groupings are about what the step before them found. The
 * library keeps the fields of its syntax tree to itself, so they are read by reflection, all of them once at the start: another release
 * that has other fields fails at once, in every test.
 */
final class JsonataReferences {

    private static final Map<String, Field> FIELDS = new HashMap<>();

    static {
        for (String name : List.of("type", "value", "steps", "lhs", "rhs", "expression", "expressions", "procedure", "arguments", "body",
                "condition", "then", "_else")) {
            try {
                Field field = Symbol.class.getDeclaredField(name);
                field.setAccessible(true);
                FIELDS.put(name, field);
            } catch (NoSuchFieldException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> absent;

    private JsonataReferences(Set<String> absent) {
        this.absent = absent;
    }

    /**
     * The service's sentences about an expression, in the order of its text, each once.
     *
     * @param source an expression that can be read
     * @param absent the fields of {@code $states} that are not there where the expression stands
     */
    static Set<String> problems(String source, Set<String> absent) {
        JsonataReferences references = new JsonataReferences(absent);
        references.visit(new Parser().parse(source));
        return references.problems;
    }

    private void visit(@Nullable Object node) {
        if (!(node instanceof Symbol symbol) || !(read(symbol, "type") instanceof String type)) {
            return;
        }
        switch (type) {
            case "path" -> path(symbol);
            case "name" -> problems.add("Reference to '%s' at the top level is not supported.".formatted(read(symbol, "value")));
            case "variable" -> variable(String.valueOf(read(symbol, "value")));
            case "unary" -> unary(symbol);
            case "binary", "apply" -> all(symbol, "lhs", "rhs");
            case "function", "partial" -> all(symbol, "procedure", "arguments");
            case "lambda" -> visit(read(symbol, "body"));
            case "condition" -> all(symbol, "condition", "then", "_else");
            case "block" -> all(symbol, "expressions");
            case "bind" -> visit(read(symbol, "rhs"));
            default -> {
                // Literals, wildcards, sort terms and the like do not read the top level.
            }
        }
    }

    private void path(Symbol path) {
        if (!(read(path, "steps") instanceof List<?> steps) || steps.isEmpty()) {
            return;
        }
        visit(steps.getFirst());
        if (steps.size() > 1 && is(steps.getFirst(), "variable", "states") && steps.get(1) instanceof Symbol second
                && "name".equals(read(second, "type")) && absent.contains(String.valueOf(read(second, "value")))) {
            problems.add("Field '$states.%s' does not exist.".formatted(read(second, "value")));
        }
    }

    private static boolean is(@Nullable Object node, String type, String value) {
        return node instanceof Symbol symbol && type.equals(read(symbol, "type")) && value.equals(read(symbol, "value"));
    }

    private void variable(String name) {
        if (name.isEmpty()) {
            problems.add("Reference to '$' at the top level is not supported.");
        } else if (name.equals("$")) {
            problems.add("Reference to '$$' is not supported.");
        }
    }

    private void unary(Symbol symbol) {
        if (symbol.lhsObject != null) {
            for (Symbol[] pair : symbol.lhsObject) {
                visit(pair[0]);
                visit(pair[1]);
            }
        }
        all(symbol, "expressions", "expression");
    }

    private void all(Symbol symbol, String... fields) {
        for (String field : fields) {
            Object value = read(symbol, field);
            if (value instanceof List<?> list) {
                list.forEach(this::visit);
            } else {
                visit(value);
            }
        }
    }

    private static @Nullable Object read(Symbol symbol, String field) {
        try {
            return Objects.requireNonNull(FIELDS.get(field)).get(symbol);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
