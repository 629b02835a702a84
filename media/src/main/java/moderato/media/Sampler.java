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
     * @param sameAs the number of an earlier one that shows the same
     */
    record Choice(int number, double change, boolean base, OptionalInt sameAs) {}

    /** Candidates are at most two slots apart, so that the base set has one in every two seconds. */
    private static final double BASE_SECONDS = 1.75;

    /** Change that is no cut counts for the base set once in this time. */
    private static final double CHANGE_SECONDS = 1;

    private static final double BASE_CHANGE = 0.06;
    private static final double BASE_CHANGED_SHARE = 0.1;

    /** Coding noise moves a cell by less. */
    private static final int SAME = 4;

    private static final double EPSILON = 1e-9;

    private final Sampling sampling;
    private int number;
    private final CutDetector cuts = new CutDetector();
    private double pendingStrength;
    private boolean pendingCut;
    private Optional<Fingerprint> lastCandidate = Optional.empty();
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
     * Takes the frame that was pending.
     *
     * @param cut whether it follows a cut
     */
    Choice take(double seconds, Fingerprint fingerprint, boolean cut) {
        double change = lastCandidate.map(last -> fingerprint.difference(last).change()).orElse(1.0);
        lastCandidate = Optional.of(fingerprint);
        int mine = number++;
        boolean same = !(sampling instanceof Sampling.Every) && lastStored.isPresent() && fingerprint.difference(lastStored.get()).largest() <= SAME;
        boolean base = !looksAtAll() || cut || isBase(seconds, fingerprint);
        if (base) {
            lastBase = Optional.of(fingerprint);
            lastBaseSeconds = seconds;
        }
        if (same) {
            return new Choice(mine, change, base, OptionalInt.of(lastStoredNumber));
        }
        lastStored = Optional.of(fingerprint);
        lastStoredNumber = mine;
        return new Choice(mine, change, base, OptionalInt.empty());
    }

    private boolean isBase(double seconds, Fingerprint fingerprint) {
        double since = seconds - lastBaseSeconds;
        if (lastBase.isEmpty() || since > BASE_SECONDS - EPSILON) {
            return true;
        }
        if (since < CHANGE_SECONDS - EPSILON) {
            return false;
        }
        Fingerprint.Difference difference = fingerprint.difference(lastBase.get());
        return difference.change() > BASE_CHANGE || difference.changedShare() > BASE_CHANGED_SHARE;
    }
}
