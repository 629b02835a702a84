package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hyperband's way of giving training jobs their share, in its asynchronous form: where a training job comes to a rung (a number of values of
 * the objective that it has shown: as a rule, epochs), it goes on if it is among the best third of those that came as far.
 *
 * <p>Brackets differ in their lowest rung: the first stops early and many, the last stops none before the end. Training jobs are given to
 * brackets in the proportions of Li and others, Hyperband (2018), table 1, with a factor of three, and are compared within theirs.
 *
 * @param least how many values any training job may show before it can be stopped
 * @param most how many values a training job may show at all; one that goes on is stopped
 */
record Hyperband(int least, int most) implements EarlyStopping {

    private static final int FACTOR = 3;
    private static final int MOST_ALLOWED = 20_000;
    private static final List<String> EPOCHS = List.of("epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs");

    /** Reads a HyperbandStrategyConfig; without MaxResource the number of epochs among the fixed hyperparameters counts. */
    static Hyperband of(JsonNode config, JsonNode fixed) throws JobFailure {
        int most = config.path("MaxResource").asInt(EPOCHS.stream().map(fixed::path).filter(value -> !value.isMissingNode()).mapToInt(JsonNode::asInt).findFirst().orElse(0));
        int least = config.path("MinResource").asInt(1);
        if (most < 1) {
            throw JobFailure.client("the strategy Hyperband needs HyperbandStrategyConfig.MaxResource, or one of the static hyperparameters " + String.join(", ", EPOCHS));
        }
        if (least < 1 || least > most || most > MOST_ALLOWED) {
            throw JobFailure.client("HyperbandStrategyConfig: MinResource is " + least + " and MaxResource " + most + "; they must be 1 <= MinResource <= MaxResource <= " + MOST_ALLOWED);
        }
        return new Hyperband(least, most);
    }

    @Override
    public boolean stops(Progress job, List<Progress> others, boolean maximize) {
        int values = job.series().size();
        int bracket = bracket(job.number());
        if (values > most) {
            return true;
        }
        if (values == most || !isRung(values, bracket)) {
            return false;
        }
        double own = job.series().getLast();
        List<Double> there = others.stream().filter(other -> bracket(other.number()) == bracket && other.series().size() >= values).map(other -> other.series().get(values - 1)).toList();
        long better = there.stream().filter(other -> maximize ? other > own : other < own).count();
        int came = there.size() + 1;
        return came >= FACTOR && better >= Math.ceilDiv(came, FACTOR);
    }

    private boolean isRung(int values, int bracket) {
        return rungs(bracket).anyMatch(rung -> rung == values);
    }

    private Stream<Long> rungs(int bracket) {
        return Stream.iterate(Math.round(least * Math.pow(FACTOR, bracket)), rung -> rung < most, rung -> rung * FACTOR);
    }

    /** The bracket of a training job, from 0, by its number. */
    int bracket(int number) {
        List<Integer> sizes = sizes();
        int left = number % sizes.stream().mapToInt(Integer::intValue).sum();
        int bracket = 0;
        while (left >= sizes.get(bracket)) {
            left -= sizes.get(bracket++);
        }
        return bracket;
    }

    private List<Integer> sizes() {
        int last = 0;
        for (long rung = (long) least * FACTOR; rung <= most; rung *= FACTOR) {
            last++;
        }
        List<Integer> sizes = new ArrayList<>();
        for (int bracket = 0; bracket <= last; bracket++) {
            int rungs = last - bracket;
            sizes.add((int) Math.ceil((last + 1.0) / (rungs + 1) * Math.pow(FACTOR, rungs)));
        }
        return sizes;
    }
}
