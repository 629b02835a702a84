package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** When a training job of a tuning job is stopped before its end. */
sealed interface EarlyStopping permits EarlyStopping.Off, EarlyStopping.Median, Hyperband {

    /**
     * How far a training job is.
     *
     * @param number which of the tuning job's training jobs it is, from 0
     * @param series the objective's values so far
     * @param completed whether it ran to its end
     */
    record Progress(int number, List<Double> series, boolean completed) {
        public Progress {
            series = List.copyOf(series);
        }
    }

    /**
     * Whether a training job is to be stopped, now that its log showed another value.
     *
     * @param others the other training jobs of the same definition
     */
    boolean stops(Progress job, List<Progress> others, boolean maximize);

    /** Never. */
    record Off() implements EarlyStopping {
        @Override
        public boolean stops(Progress job, List<Progress> others, boolean maximize) {
            return false;
        }
    }

    /** By the {@link MedianRule}. */
    record Median() implements EarlyStopping {
        @Override
        public boolean stops(Progress job, List<Progress> others, boolean maximize) {
            return MedianRule.stops(job.series(), others.stream().filter(Progress::completed).map(Progress::series).toList(), maximize);
        }
    }

    /**
     * What a tuning job's configuration asks for.
     *
     * @param fixed the hyperparameters that are not tuned
     */
    static EarlyStopping of(JsonNode config, JsonNode fixed) throws JobFailure {
        boolean auto = config.path("TrainingJobEarlyStoppingType").asText("Off").equals("Auto");
        if (!config.path("Strategy").asText().equals("Hyperband")) {
            return auto ? new Median() : new Off();
        }
        if (auto) {
            throw JobFailure.client("the strategy Hyperband stops training jobs by a rule of its own; TrainingJobEarlyStoppingType has to be Off");
        }
        return Hyperband.of(config.path("StrategyConfig").path("HyperbandStrategyConfig"), fixed);
    }
}
