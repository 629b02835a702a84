package moderato.cli;

import moderato.moderation.ModerationProgress;

/** Shows a moderation's progress for as long as it is open. */
interface ModerationDisplay extends ModerationProgress, AutoCloseable {

    @Override
    void close();

    /** Shows nothing. */
    static ModerationDisplay silent() {
        return new ModerationDisplay() {
            @Override
            public void at(String step, double share) {
                // nobody looks
            }

            @Override
            public void length(double seconds) {
                // nobody looks
            }

            @Override
            public void close() {
                // nothing was shown
            }
        };
    }
}
