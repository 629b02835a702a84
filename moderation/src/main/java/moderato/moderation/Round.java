package moderato.moderation;

/** The precision of packages: milliseconds, and scores to four decimals. */
final class Round {

    private Round() {
    }

    static double time(double seconds) {
        return Math.max(0, Math.rint(seconds * 1e3) / 1e3);
    }

    static double score(double score) {
        return Math.clamp(Math.rint(score * 1e4) / 1e4, 0, 1);
    }
}
