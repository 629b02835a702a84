package moderato.jobs;

import java.util.List;

/**
 * The service's early stopping: a training job whose objective is worse than the median of the running averages of earlier training jobs up to
 * the same value is stopped.
 *
 * <p>How many earlier training jobs it takes is not published; here it takes three.
 */
final class MedianRule {

    private static final int EARLIER_AT_LEAST = 3;

    private MedianRule() {
    }

    /**
     * Whether a training job is to be stopped.
     *
     * @param series its objective's values so far
     * @param earlier those of training jobs that ran to their end
     */
    static boolean stops(List<Double> series, List<List<Double>> earlier, boolean maximize) {
        int values = series.size();
        double[] averages = earlier.stream().filter(other -> other.size() >= values)
                .mapToDouble(other -> other.stream().limit(values).mapToDouble(Double::doubleValue).average().orElseThrow()).sorted().toArray();
        if (values == 0 || averages.length < EARLIER_AT_LEAST) {
            return false;
        }
        double median = (averages[(averages.length - 1) / 2] + averages[averages.length / 2]) / 2;
        return maximize ? series.getLast() < median : series.getLast() > median;
    }
}
