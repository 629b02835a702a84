package moderato.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Chooses what a tuning job tries next. A pure function of the seed, the trial's number and the trials before it. */
interface Search {

    /** How often a search draws again when it drew what was tried before. */
    int DRAWS = 50;

    /**
     * The places of the next trial, one a range; empty when nothing is left to try.
     *
     * @param number how many trials there were before
     * @param earlier what was tried before, of the same definition
     */
    Optional<List<Double>> next(int number, List<Trial> earlier);

    /** Tries places drawn evenly. */
    record Even(List<ParameterRange> ranges, long seed) implements Search {
        @Override
        public Optional<List<Double>> next(int number, List<Trial> earlier) {
            RandomGenerator random = random(seed, number);
            return Optional.of(unseen(ranges, earlier, () -> ranges.stream().map(range -> random.nextDouble()).toList()));
        }
    }

    /** Tries every combination of choices, the last one changing fastest. */
    record Grid(List<ParameterRange.Choice> ranges) implements Search {

        /** How many combinations there are. */
        long size() {
            return ranges.stream().mapToLong(range -> range.values().size()).reduce(1, Math::multiplyExact);
        }

        @Override
        public Optional<List<Double>> next(int number, List<Trial> earlier) {
            if (number >= size()) {
                return Optional.empty();
            }
            List<Double> places = new ArrayList<>();
            long rest = number;
            for (ParameterRange.Choice range : ranges.reversed()) {
                places.addFirst(range.place((int) (rest % range.values().size())));
                rest /= range.values().size();
            }
            return Optional.of(places);
        }
    }

    /** Random numbers of one trial, which do not depend on when others ended. */
    static RandomGenerator random(long seed, int number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    /** What a draw gives, drawn again while the same values were tried before; the last draw when nothing new comes. */
    static List<Double> unseen(List<ParameterRange> ranges, List<Trial> earlier, Supplier<List<Double>> draw) {
        List<List<String>> tried = earlier.stream().map(trial -> values(ranges, trial.places())).toList();
        List<Double> places = draw.get();
        for (int i = 0; i < DRAWS && tried.contains(values(ranges, places)); i++) {
            places = draw.get();
        }
        return places;
    }

    private static List<String> values(List<ParameterRange> ranges, List<Double> places) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            values.add(ranges.get(i).at(places.get(i)));
        }
        return values;
    }
}
