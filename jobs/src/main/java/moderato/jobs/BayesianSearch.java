package moderato.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tries what looks most like the good trials and least like the others: a tree-structured Parzen estimator.
 *
 * <p>Bergstra et al., Algorithms for Hyper-Parameter Optimization (NIPS 2011), with kernels over all hyperparameters at once (Falkner et al.,
 * BOHB, ICML 2018). The best quarter of the trials gives one density, all others, those still running included, give the second; of some places
 * drawn from the first, the one with the highest ratio of the two is tried. The first trials are drawn evenly.
 *
 * @param ranges one a tuned hyperparameter
 * @param first how many trials are drawn evenly
 * @param seed of every choice
 */
record BayesianSearch(List<ParameterRange> ranges, int first, long seed) implements Search {

    private static final double GOOD = 0.25;
    private static final int CANDIDATES = 32;
    private static final double WIDEST = 0.25;
    private static final double NARROWEST = 0.02;

    @Override
    public Optional<List<Double>> next(int number, List<Trial> earlier) {
        List<Trial> scored = earlier.stream().filter(trial -> trial.score().isPresent())
                .sorted(Comparator.comparing((Trial trial) -> trial.score().orElseThrow()).reversed().thenComparing(Trial::number)).toList();
        if (scored.size() < first) {
            return new Even(ranges, seed).next(number, earlier);
        }
        List<Trial> good = scored.subList(0, (int) Math.ceil(GOOD * scored.size()));
        List<Trial> others = earlier.stream().filter(trial -> !good.contains(trial)).toList();
        RandomGenerator random = Search.random(seed, number);
        return Optional.of(Search.unseen(ranges, earlier, () -> best(good, others, random)));
    }

    private List<Double> best(List<Trial> good, List<Trial> others, RandomGenerator random) {
        List<Double> best = List.of();
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < CANDIDATES; i++) {
            List<Double> candidate = draw(good, random);
            double ratio = Math.log(density(candidate, good)) - Math.log(density(candidate, others));
            if (ratio > highest) {
                highest = ratio;
                best = candidate;
            }
        }
        return best;
    }

    /* The prior, which is even, counts as one more trial, so that no place is ever given up. */
    private List<Double> draw(List<Trial> trials, RandomGenerator random) {
        int chosen = random.nextInt(trials.size() + 1);
        List<Double> places = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            if (chosen == trials.size() || ranges.get(i) instanceof ParameterRange.Choice && random.nextDouble() < strangeness(trials.size())) {
                places.add(random.nextDouble());
            } else if (ranges.get(i) instanceof ParameterRange.Choice) {
                places.add(trials.get(chosen).places().get(i));
            } else {
                places.add(within(trials.get(chosen).places().get(i), width(trials.size()), random));
            }
        }
        return places;
    }

    private static double within(double centre, double width, RandomGenerator random) {
        double place = random.nextGaussian(centre, width);
        while (place < 0 || place > 1) {
            place = random.nextGaussian(centre, width);
        }
        return place;
    }

    private double density(List<Double> candidate, List<Trial> trials) {
        double sum = 1;
        for (Trial trial : trials) {
            double product = 1;
            for (int i = 0; i < ranges.size(); i++) {
                product *= kernel(ranges.get(i), candidate.get(i), trial.places().get(i), trials.size());
            }
            sum += product;
        }
        return sum / (trials.size() + 1);
    }

    private double kernel(ParameterRange range, double place, double centre, int trials) {
        if (range instanceof ParameterRange.Choice choice) {
            double strange = strangeness(trials);
            return (choice.index(place) == choice.index(centre) ? (1 - strange) * choice.values().size() : 0) + strange;
        }
        double width = width(trials);
        double distance = (place - centre) / width;
        return Math.exp(-distance * distance / 2) / (width * Math.sqrt(2 * Math.PI));
    }

    private double width(int trials) {
        return Math.max(NARROWEST, WIDEST * Math.pow(Math.max(1, trials), -1.0 / (ranges.size() + 4)));
    }

    private static double strangeness(int trials) {
        return 1.0 / (trials + 1);
    }
}
