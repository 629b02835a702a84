package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A value in a definition: plain JSON, or something that is known only while the pipeline runs. */
sealed interface Expression {

    /** A scalar as written. */
    record Literal(JsonNode value) implements Expression {
    }

    /** An object whose members may be expressions. */
    record ObjectOf(Map<String, Expression> members) implements Expression {
        public ObjectOf {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** A list whose elements may be expressions. */
    record ListOf(List<Expression> elements) implements Expression {
        public ListOf {
            elements = List.copyOf(elements);
        }
    }

    /** {@code Get: Parameters.N}. */
    record ParameterValue(String name) implements Expression {
    }

    /** {@code Get: Execution.X}. */
    record ExecutionValue(ExecutionVariable variable) implements Expression {
    }

    /** {@code Get: PipelineExperimentConfig.X}. */
    record ExperimentValue(String member) implements Expression {
    }

    /** {@code Get: Steps.Name.path}; an empty path is all of the step's properties. */
    record StepProperty(String step, List<Accessor> path, String text) implements Expression {
        public StepProperty {
            path = List.copyOf(path);
        }
    }

    /** {@code Get: ForEach.CurrentItem}, or a part of the item. */
    record CurrentItem(List<Accessor> path, String text) implements Expression {
        public CurrentItem {
            path = List.copyOf(path);
        }
    }

    /** {@code Std:Join}. */
    record Join(Expression on, List<Expression> values) implements Expression {
        public Join {
            values = List.copyOf(values);
        }
    }

    /** {@code Std:JsonGet} of a step's property file. */
    record PropertyFileGet(String step, String file, String path) implements Expression {
    }

    /** {@code Std:JsonGet} of an object. */
    record ObjectGet(Expression uri, String path) implements Expression {
    }

    /** Tells a visitor this expression and all inside it, outermost first. */
    default void visit(Consumer<Expression> visitor) {
        visitor.accept(this);
        switch (this) {
            case ObjectOf(Map<String, Expression> members) -> members.values().forEach(member -> member.visit(visitor));
            case ListOf(List<Expression> elements) -> elements.forEach(element -> element.visit(visitor));
            case Join(Expression on, List<Expression> values) -> {
                on.visit(visitor);
                values.forEach(value -> value.visit(visitor));
            }
            case ObjectGet(Expression uri, String path) -> uri.visit(visitor);
            case Literal _, ParameterValue _, ExecutionValue _, ExperimentValue _, StepProperty _, CurrentItem _, PropertyFileGet _ -> {
            }
        }
    }
}
