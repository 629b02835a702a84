package moderato.analysis;

/**
 * Tells whether speech is English from how the English recogniser took it.
 *
 * <p>No freely available model names spoken languages, so this rests on the recogniser's own doubt: faced with another language it
 * stops at once without a word, talks without end, or gives words it does not believe in. The limits are calibrated in
 * {@code docs/speech.md}. In doubt the answer is no, so that a person looks.
 */
final class EnglishGate {

    private static final double EVEN_LOG_PROBABILITY = -0.54;
    private static final double EVEN_LOG_PROBABILITY_SHORT = -0.95;
    private static final double STEEPNESS = 15;
    private static final double SHORT_SECONDS = 1.5;
    private static final double CLEAR_VOICE = 0.85;

    private EnglishGate() {
    }

    /**
     * An answer.
     *
     * @param english whether the speech counts as English
     * @param probability how likely it is English, 0 to 1
     */
    record Verdict(boolean english, double probability) {
    }

    /**
     * Judges one segment.
     *
     * @param heard what the recogniser made of it
     * @param seconds its length
     * @param voice the mean probability of speech in it
     */
    static Verdict judge(Moonshine.Heard heard, double seconds, double voice) {
        boolean brief = seconds < SHORT_SECONDS;
        boolean words = heard.text().chars().anyMatch(Character::isLetterOrDigit);
        if (!words) {
            // Clear speech without one English word; what is brief or unclear may be a cough or a laugh.
            boolean foreign = !brief && voice >= CLEAR_VOICE;
            return new Verdict(!foreign, foreign ? 0.1 : 0.5);
        }
        double even = brief ? EVEN_LOG_PROBABILITY_SHORT : EVEN_LOG_PROBABILITY;
        double probability = 1 / (1 + Math.exp(-STEEPNESS * (heard.meanLogProbability() - even)));
        if (!heard.complete() && voice >= CLEAR_VOICE) {
            probability = Math.min(probability, 0.2);
        }
        return new Verdict(probability >= 0.5, probability);
    }
}
