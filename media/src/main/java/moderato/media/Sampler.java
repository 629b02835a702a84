package moderato.media;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The choice of candidates among decoded frames: a pure function of their times and fingerprints, so that it can be tested without a video.
 *
 * <p>A frame is offered, and may stay pending until a later one decides: within its slot a scene cut takes the place of the slot's first frame,
 * because the frame behind the cut shows what the frames before it do not, and shows when it began.
 */
final class Sampler {

    /** What became of an offered frame. */
    enum Verdict {
        /** Not a candidate. */
        DROP,
        /** The pending frame from now on; the one pending before is dropped. */
        REPLACE,
        /** The pending frame from now on; the one pending before is to be taken now. */
        NEXT
    }

    /**
     * What is known of a frame that was chosen.
     *
     * @param moved whether it is in the base set for nothing but movement
     * @param sameAs the number of an earlier one that shows the same
     */
    record Choice(int number, double change, boolean base, boolean moved, OptionalInt sameAs) {}

    /** Candidates that follow no cut are two slots apart, give or take a frame. */
    private static final double APART_SECONDS = 0.45;

    /** The next candidate is half a second later, so that the base set has one in every two seconds. */
    private static final double BASE_SECONDS = 1.55;

    /** Change that is no cut counts for the base set once in this time. */
    private static final double CHANGE_SECONDS = 0.95;

    private static final double BASE_CHANGE = 0.06;
    private static final double BASE_CHANGED_SHARE = 0.1;

    /** Coding noise moves a cell by less. */
    private static final int SAME = 4;

    private final Sampling sampling;
    private int number;
    private final CutDetector cuts = new CutDetector();
    private double pendingStrength;
    private boolean pendingCut;
    private Optional<Fingerprint> lastCandidate = Optional.empty();
    private double lastSeconds = Double.NEGATIVE_INFINITY;
    private Optional<Fingerprint> lastStored = Optional.empty();
    private int lastStoredNumber;
    private Optional<Fingerprint> lastBase = Optional.empty();
    private double lastBaseSeconds = Double.NEGATIVE_INFINITY;

    Sampler(Sampling sampling) {
        this.sampling = sampling;
    }

    /** Whether every decoded frame's fingerprint is needed, or only that of frames in a new slot. */
    boolean looksAtAll() {
        return sampling instanceof Sampling.Adaptive;
    }

    /** Whether a frame that shows the same as an earlier one is kept nevertheless: at a fixed rate all are. */
    boolean keepsAll() {
        return !looksAtAll();
    }

    /**
     * Offers the next decoded frame.
     *
     * @param newSlot whether it is the first of a slot ({@link Slots}); others are only of use where all are looked at
     */
    Verdict offer(boolean newSlot, Fingerprint fingerprint) {
        boolean cut = looksAtAll() && cuts.next(fingerprint);
        if (newSlot) {
            pendingCut = cut;
            pendingStrength = cuts.strength();
            return Verdict.NEXT;
        }
        if (cut && (!pendingCut || cuts.strength() > pendingStrength)) {
            pendingCut = true;
            pendingStrength = cuts.strength();
            return Verdict.REPLACE;
        }
        return Verdict.DROP;
    }

    /** Whether the pending frame follows a cut; to be asked before the next is offered. */
    boolean pendingCut() {
        return pendingCut;
    }

    /**
     * Takes the frame that was pending, unless it says no more than the candidate right before it.
     *
     * @param cut whether it follows a cut
     */
    Optional<Choice> take(double seconds, Fingerprint fingerprint, boolean cut) {
        if (looksAtAll() && !cut && seconds - lastSeconds < APART_SECONDS) {
            return Optional.empty();
        }
        lastSeconds = seconds;
        double change = lastCandidate.map(last -> fingerprint.difference(last).change()).orElse(1.0);
        lastCandidate = Optional.of(fingerprint);
        int mine = number++;
        boolean same = !(sampling instanceof Sampling.Every) && lastStored.isPresent() && fingerprint.difference(lastStored.get()).largest() <= SAME;
        boolean due = !looksAtAll() || cut || seconds - lastBaseSeconds > BASE_SECONDS;
        boolean moved = !due && moved(seconds, fingerprint);
        if (due || moved) {
            lastBase = Optional.of(fingerprint);
            lastBaseSeconds = seconds;
        }
        if (same) {
            return Optional.of(new Choice(mine, change, due || moved, moved, OptionalInt.of(lastStoredNumber)));
        }
        lastStored = Optional.of(fingerprint);
        lastStoredNumber = mine;
        return Optional.of(new Choice(mine, change, due || moved, moved, OptionalInt.empty()));
    }

    private boolean moved(double seconds, Fingerprint fingerprint) {
        if (lastBase.isEmpty() || seconds - lastBaseSeconds < CHANGE_SECONDS) {
            return false;
        }
        Fingerprint.Difference difference = fingerprint.difference(lastBase.get());
        return difference.change() > BASE_CHANGE || difference.changedShare() > BASE_CHANGED_SHARE;
    }
}
