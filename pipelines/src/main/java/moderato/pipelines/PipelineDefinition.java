package moderato.pipelines;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline as parsed.
 *
 * @param parameters by name, in the order of the text
 * @param experiment what experiment its jobs belong to; none when it is switched off or absent
 * @param steps all steps by name, those inside conditions and loops too, each after the step around it
 */
record PipelineDefinition(Map<String, Parameter> parameters, Optional<Experiment> experiment, Map<String, Step> steps) {

    /** The experiment of a pipeline's jobs. */
    record Experiment(Expression experimentName, Expression trialName) {
    }

    PipelineDefinition {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** The steps in the order of the text. */
    List<Step> inOrder() {
        return List.copyOf(steps.values());
    }

    /** The loop whose body a step stands in, if it does. */
    Optional<Step> loopOf(Step step) {
        return step.place().filter(place -> place.branch() == Step.Branch.Body).map(place -> steps.get(place.parent()));
    }
}
