package moderato.pipelines;

import java.util.List;
import java.util.function.Consumer;

/** One condition of a Condition step. */
sealed interface Condition {

    /** How two values are compared; the constants' names are the wire's. */
    enum Comparison {
        Equals, NotEquals, GreaterThan, GreaterThanOrEqualTo, LessThan, LessThanOrEqualTo
    }

    /** {@code left <comparison> right}. */
    record Compare(Comparison comparison, Expression left, Expression right) implements Condition {
    }

    /** Whether a value is (or is not) one of some. */
    record In(Expression query, List<Expression> values, boolean negated) implements Condition {
        public In {
            values = List.copyOf(values);
        }
    }

    /** The opposite. */
    record Not(Condition condition) implements Condition {
    }

    /** Whether any holds. */
    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** Whether all hold. */
    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** Tells a visitor every expression in it. */
    default void visit(Consumer<Expression> visitor) {
        switch (this) {
            case Compare(Comparison comparison, Expression left, Expression right) -> {
                left.visit(visitor);
                right.visit(visitor);
            }
            case In(Expression query, List<Expression> values, boolean negated) -> {
                query.visit(visitor);
                values.forEach(value -> value.visit(visitor));
            }
            case Not(Condition condition) -> condition.visit(visitor);
            case Or(List<Condition> conditions) -> conditions.forEach(condition -> condition.visit(visitor));
            case And(List<Condition> conditions) -> conditions.forEach(condition -> condition.visit(visitor));
        }
    }
}
