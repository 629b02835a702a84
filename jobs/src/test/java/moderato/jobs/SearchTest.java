package moderato.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SearchTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<ParameterRange> TWO = List.of(new ParameterRange.Continuous("x", 0, 1, ParameterRange.Scaling.LINEAR),
            new ParameterRange.Continuous("rate", 1e-5, 1, ParameterRange.Scaling.LOGARITHMIC));

    @Test
    void valuesLieOnTheScaleThatTheRangeSays() throws Exception {
        List<ParameterRange> ranges = ParameterRange.of(JSON.readTree("""
                {"ContinuousParameterRanges": [{"Name": "log", "MinValue": "0.0001", "MaxValue": "1", "ScalingType": "Logarithmic"},
                   {"Name": "reverse", "MinValue": "0", "MaxValue": "0.9999", "ScalingType": "ReverseLogarithmic"}, {"Name": "auto", "MinValue": "0.001", "MaxValue": "10"}],
                 "IntegerParameterRanges": [{"Name": "whole", "MinValue": "2", "MaxValue": "4", "ScalingType": "Linear"}],
                 "CategoricalParameterRanges": [{"Name": "choice", "Values": ["a", "b"]}]}"""));
        assertThat(ranges).extracting(range -> range.at(0)).containsExactly("0.0001", "0", "0.001", "2", "a");
        assertThat(ranges).extracting(range -> range.at(1)).containsExactly("1", "0.9999", "10", "4", "b");
        assertThat(Double.parseDouble(ranges.getFirst().at(0.5))).isCloseTo(0.01, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(Double.parseDouble(ranges.get(1).at(0.5))).isCloseTo(0.99, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(Double.parseDouble(ranges.get(2).at(0.5))).isCloseTo(0.1, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(IntStream.range(0, 30).mapToObj(i -> ranges.get(3).at((i + 0.5) / 30)).filter("3"::equals)).hasSize(10);
    }

    @Test
    void rangesThatAreNoneAreRefused() throws Exception {
        assertThatThrownBy(() -> ParameterRange.of(JSON.readTree("{\"ContinuousParameterRanges\": [{\"Name\": \"r\", \"MinValue\": \"2\", \"MaxValue\": \"1\"}]}")))
                .hasMessageContaining("'r' ends before it begins");
        assertThatThrownBy(() -> ParameterRange.of(JSON.readTree("{\"ContinuousParameterRanges\": [{\"Name\": \"r\", \"MinValue\": \"0\", \"MaxValue\": \"1\", \"ScalingType\": \"Logarithmic\"}]}")))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> ParameterRange.of(JSON.readTree("{\"IntegerParameterRanges\": [{\"Name\": \"r\", \"MinValue\": \"one\", \"MaxValue\": \"4\"}]}")))
                .hasMessageContaining("'one', which is no number");
    }

    @Test
    void aGridIsEveryCombinationOnce() {
        Search.Grid grid = new Search.Grid(List.of(new ParameterRange.Choice("a", List.of("1", "2", "3")), new ParameterRange.Choice("b", List.of("x", "y"))));
        List<String> tried = new ArrayList<>();
        for (int i = 0; grid.next(i, List.of()).isPresent(); i++) {
            List<Double> places = grid.next(i, List.of()).orElseThrow();
            tried.add(grid.ranges().get(0).at(places.get(0)) + grid.ranges().get(1).at(places.get(1)));
        }
        assertThat(tried).containsExactly("1x", "1y", "2x", "2y", "3x", "3y");
    }

    @Test
    void theSameSeedTriesTheSame() {
        assertThat(tried(new Search.Even(TWO, 7), 5, SearchTest::peak)).isEqualTo(tried(new Search.Even(TWO, 7), 5, SearchTest::peak))
                .isNotEqualTo(tried(new Search.Even(TWO, 8), 5, SearchTest::peak));
        assertThat(tried(new BayesianSearch(TWO, 3, 7), 20, SearchTest::peak)).isEqualTo(tried(new BayesianSearch(TWO, 3, 7), 20, SearchTest::peak));
    }

    @Test
    void learningFromTrialsBeatsDrawingEvenly() {
        double learned = 0;
        double drawn = 0;
        for (int seed = 0; seed < 40; seed++) {
            learned += best(tried(new BayesianSearch(TWO, 5, seed), 30, SearchTest::peak));
            drawn += best(tried(new Search.Even(TWO, seed), 30, SearchTest::peak));
        }
        System.out.println("distance from the peak: learned " + -learned / 40 + ", drawn " + -drawn / 40);
        assertThat(-learned).as("distance from the peak, summed over 40 seeds").isLessThan(-drawn * 0.7);
    }

    @Test
    void aChoiceIsLearnedToo() {
        List<ParameterRange> ranges = List.of(new ParameterRange.Choice("kind", List.of("a", "b", "c", "d", "e", "f")), TWO.getFirst());
        List<Trial> trials = tried(new BayesianSearch(ranges, 5, 1), 60, places -> ranges.getFirst().at(places.getFirst()).equals("d") ? 1 + places.get(1) : places.get(1));
        assertThat(trials.subList(40, 60)).filteredOn(trial -> ranges.getFirst().at(trial.places().getFirst()).equals("d")).hasSizeGreaterThan(12);
    }

    @Test
    void aTrialWorseThanTheMedianOfRunningAveragesIsStopped() {
        List<List<Double>> earlier = List.of(List.of(0.5, 0.7, 0.9), List.of(0.4, 0.6, 0.8), List.of(0.1, 0.1, 0.1));
        assertThat(MedianRule.stops(List.of(0.3), earlier, true)).isTrue();
        assertThat(MedianRule.stops(List.of(0.3, 0.55), earlier, true)).isFalse();
        assertThat(MedianRule.stops(List.of(0.3), earlier, false)).isFalse();
        assertThat(MedianRule.stops(List.of(0.3), earlier.subList(0, 2), true)).isFalse();
        assertThat(MedianRule.stops(List.of(0.0, 0.0, 0.0, 0.0), earlier, true)).isFalse();
    }

    @Test
    void aTrialAtARungOfHyperbandGoesOnAmongTheBestThird() {
        Hyperband hyperband = new Hyperband(1, 9);
        assertThat(IntStream.range(0, 17).mapToObj(hyperband::bracket)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2);
        List<EarlyStopping.Progress> others = List.of(shown(1, 0.5, 0.6, 0.7), shown(2, 0.4, 0.5, 0.6), shown(9, 0.9, 0.9, 0.9));
        assertThat(hyperband.stops(shown(0, 0.3), others, true)).isTrue();
        assertThat(hyperband.stops(shown(0, 0.6), others, true)).isFalse();
        assertThat(hyperband.stops(shown(0, 0.3), others, false)).isFalse();
        assertThat(hyperband.stops(shown(0, 0.3, 0.3), others, true)).as("no rung").isFalse();
        assertThat(hyperband.stops(shown(0, 0.3), others.subList(0, 1), true)).as("too few to compare with").isFalse();
        assertThat(hyperband.stops(shown(14, 0.0), others, true)).as("the last bracket").isFalse();
        assertThat(hyperband.stops(shown(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), List.of(), true)).as("beyond MaxResource").isTrue();
    }

    private static EarlyStopping.Progress shown(int number, double... values) {
        return new EarlyStopping.Progress(number, java.util.Arrays.stream(values).boxed().toList(), false);
    }

    @Test
    void valuesHaveTheirPlaces() {
        List<ParameterRange> ranges = List.of(TWO.getFirst(), TWO.getLast(), new ParameterRange.Whole("w", 1, 9, ParameterRange.Scaling.LOGARITHMIC),
                new ParameterRange.Continuous("r", 0, 0.99, ParameterRange.Scaling.REVERSE_LOGARITHMIC), new ParameterRange.Choice("c", List.of("a", "b")));
        for (ParameterRange range : ranges) {
            for (double place : new double[] {0, 0.25, 0.6, 1}) {
                assertThat(range.at(range.place(range.at(place)).orElseThrow())).as(range + " at " + place).isEqualTo(range.at(place));
            }
        }
        assertThat(ranges.getFirst().place("2")).isEmpty();
        assertThat(ranges.get(2).place("many")).isEmpty();
        assertThat(ranges.getLast().place("z")).isEmpty();
    }

    private static double peak(List<Double> places) {
        return -Math.hypot(places.get(0) - 0.3, places.get(1) - 0.8);
    }

    private static double best(List<Trial> trials) {
        return trials.stream().mapToDouble(trial -> trial.score().orElseThrow()).max().orElseThrow();
    }

    private static List<Trial> tried(Search search, int count, ToDoubleFunction<List<Double>> objective) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Double> places = search.next(i, trials).orElseThrow();
            trials.add(new Trial(i, 0, "t" + i, places, "Completed", List.of(objective.applyAsDouble(places)), true, JsonNodeFactory.instance.objectNode()));
        }
        return trials;
    }
}
