package moderato.moderation;

/**
 * So many of so many, with its 95 % confidence interval.
 *
 * @param hits how many
 * @param all of how many
 * @param share hits / all; 0 when there are none
 * @param low lower end of the Wilson score interval; 0 when there are none
 * @param high upper end; 1 when there are none
 */
public record Proportion(int hits, int all, double share, double low, double high) {

    private static final double Z = 1.959963984540054;

    /** Wilson score interval (E. B. Wilson, 1927): it stays within 0 to 1, also at 0 and at all of them. */
    public static Proportion of(int hits, int all) {
        if (all == 0) {
            return new Proportion(0, 0, 0, 0, 1);
        }
        double share = (double) hits / all;
        double z2 = Z * Z / all;
        double centre = (share + z2 / 2) / (1 + z2);
        double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / all + z2 / (4 * all));
        return new Proportion(hits, all, Round.score(share), Round.score(centre - half), Round.score(centre + half));
    }
}
