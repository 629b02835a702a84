package moderato.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How well scores part toxic texts from harmless ones. */
final class ToxicityEvaluation {

    /** The score from which a text counts as found, and the label from which it counts as toxic. */
    static final double THRESHOLD = 0.5;

    private static final double Z = 1.96;

    private ToxicityEvaluation() {
    }

    /** One judged text: its score, and whether it is toxic. */
    record Judged(double score, boolean toxic) {
    }

    /** A value with its 95 % interval. */
    record Estimate(double value, double low, double high) {
        @Override
        public String toString() {
            return Double.isNaN(value) ? "-" : "%.3f (%.3f-%.3f)".formatted(value, low, high);
        }
    }

    /**
     * The figures of one category.
     *
     * @param toxic toxic texts
     * @param harmless harmless texts
     * @param auc the chance that a toxic text scores above a harmless one; interval after Hanley and McNeil (1982)
     * @param precision of the texts at the threshold and above, the toxic share; interval after Wilson (1927)
     * @param recall of the toxic texts, the share at the threshold and above; interval after Wilson (1927)
     */
    record Figures(int toxic, int harmless, Estimate auc, Estimate precision, Estimate recall) {
    }

    /** The figures at {@link #THRESHOLD}. */
    static Figures figures(List<Judged> judged) {
        return figures(judged, THRESHOLD);
    }

    static Figures figures(List<Judged> judged, double threshold) {
        int toxic = (int) judged.stream().filter(Judged::toxic).count();
        int harmless = judged.size() - toxic;
        int found = (int) judged.stream().filter(text -> text.score >= threshold).count();
        int right = (int) judged.stream().filter(text -> text.score >= threshold && text.toxic).count();
        return new Figures(toxic, harmless, auc(judged, toxic, harmless), share(right, found), share(right, toxic));
    }

    private static Estimate auc(List<Judged> judged, double toxic, double harmless) {
        if (toxic == 0 || harmless == 0) {
            return new Estimate(Double.NaN, Double.NaN, Double.NaN);
        }
        List<Judged> rising = new ArrayList<>(judged);
        rising.sort(Comparator.comparingDouble(Judged::score));
        double below = 0;
        double won = 0;
        for (int from = 0; from < rising.size(); ) {
            int to = from;
            double equalToxic = 0;
            while (to < rising.size() && rising.get(to).score == rising.get(from).score) {
                equalToxic += rising.get(to).toxic ? 1 : 0;
                to++;
            }
            double equalHarmless = to - from - equalToxic;
            won += equalToxic * (below + equalHarmless / 2);
            below += equalHarmless;
            from = to;
        }
        double area = won / (toxic * harmless);
        double q1 = area / (2 - area);
        double q2 = 2 * area * area / (1 + area);
        double variance = (area * (1 - area) + (toxic - 1) * (q1 - area * area) + (harmless - 1) * (q2 - area * area))
                / (toxic * harmless);
        double margin = Z * Math.sqrt(Math.max(0, variance));
        return new Estimate(area, Math.max(0, area - margin), Math.min(1, area + margin));
    }

    static Estimate share(int part, int whole) {
        if (whole == 0) {
            return new Estimate(Double.NaN, Double.NaN, Double.NaN);
        }
        double share = (double) part / whole;
        double centre = (share + Z * Z / (2 * whole)) / (1 + Z * Z / whole);
        double margin = Z * Math.sqrt(share * (1 - share) / whole + Z * Z / (4.0 * whole * whole)) / (1 + Z * Z / whole);
        return new Estimate(share, centre - margin, centre + margin);
    }
}
