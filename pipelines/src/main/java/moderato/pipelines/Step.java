package moderato.pipelines;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step of a pipeline, wherever it stands.
 *
 * @param pointer its place in the definition
 * @param place the Condition or ForEach it stands in; none: the top level
 * @param arguments the request it makes; empty for Condition and ForEach
 * @param dependsOn what it waits for beside its references
 * @param cacheFor how long a former success counts; none: the step is not cached
 * @param fields step-level members that are expressions: FunctionArn, SqsQueueUrl, CheckType, ...
 * @param body what is special to its type
 */
record Step(String name, StepType type, String pointer, Optional<Place> place, Expression arguments, List<Dependency> dependsOn,
        Optional<ExpireAfter> cacheFor, List<RetryPolicy> retries, List<PropertyFile> propertyFiles, List<Output> outputs,
        Map<String, Expression> fields, Optional<String> displayName, Optional<String> description, Body body) {

    Step {
        dependsOn = List.copyOf(dependsOn);
        retries = List.copyOf(retries);
        propertyFiles = List.copyOf(propertyFiles);
        outputs = List.copyOf(outputs);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Where a child stands. */
    enum Branch {
        If, Else, Body
    }

    /** The step around a child. */
    record Place(String parent, Branch branch) {
    }

    /** With what outcome of the other step this one runs; the constants' names are the wire's. */
    enum Trigger {
        Completed, Failed, Stopped, Any
    }

    /** An entry of DependsOn, with its place in the definition. */
    record Dependency(String step, Trigger trigger, String pointer) {
    }

    /** A file among a Processing step's outputs that later steps may look into. */
    record PropertyFile(String name, String outputName, String filePath) {
    }

    /** An output that a Lambda or Callback step promises. */
    record Output(String name, Parameter.Type type) {
    }

    /** What is special to a type. */
    sealed interface Body {
    }

    /** Nothing special. */
    record Work() implements Body {
    }

    /** A Condition step: which of its children run. */
    record Choice(List<Condition> conditions, List<String> ifSteps, List<String> elseSteps) implements Body {
        public Choice {
            conditions = List.copyOf(conditions);
            ifSteps = List.copyOf(ifSteps);
            elseSteps = List.copyOf(elseSteps);
        }
    }

    /** A ForEach step: its children run once for every item. */
    record Loop(Expression items, int maxConcurrency, Optional<Selector> selector, List<String> children) implements Body {
        public Loop {
            children = List.copyOf(children);
        }
    }

    /** Which iteration of a loop counts as selected. */
    record Selector(boolean greatest, String step, List<Accessor> field) {
        public Selector {
            field = List.copyOf(field);
        }
    }
}
