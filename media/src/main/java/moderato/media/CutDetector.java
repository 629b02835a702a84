package moderato.media;

import java.util.Optional;

/**
 * Finds frames that do not go on from the frame before: scene cuts, and pictures or text that appear or vanish at once.
 *
 * <p>A frame is such when it differs from the one before by much more than frames lately did: by the mean of all cells (a cut), or by the share of
 * cells that changed clearly (a caption). Movement raises what is usual, so that it is not taken for a cut; a cut does not, but the frame behind it
 * tells at once how much the new scene moves, and one more right after it that the first was no cut but the beginning of a movement.
 */
final class CutDetector {

    private static final double CUT_CHANGE = 0.03;
    private static final double CUT_SHARE = 0.012;
    private static final double TIMES_USUAL = 3;
    private static final double SHARE_MARGIN = 0.008;
    private static final double CHANGE_MARGIN = 0.01;

    /** The weight of the newest frame in what is usual: a memory of about ten frames. */
    private static final double WEIGHT = 0.1;

    /** So many frames after a cut a second one is a movement. */
    private static final int CLOSE = 6;

    private Optional<Fingerprint> last = Optional.empty();
    private double usualChange;
    private double usualShare;
    private double strength;
    private double cutStrength;
    private int sinceCut = CLOSE;

    /** Whether this frame follows a cut. */
    boolean next(Fingerprint fingerprint) {
        if (last.isEmpty()) {
            last = Optional.of(fingerprint);
            return false;
        }
        Fingerprint.Difference difference = fingerprint.difference(last.get());
        last = Optional.of(fingerprint);
        double change = difference.change();
        double share = difference.changedShare();
        strength = change;
        sinceCut++;
        boolean cut = change > CUT_CHANGE && change > TIMES_USUAL * usualChange + CHANGE_MARGIN
                || share > CUT_SHARE && share > TIMES_USUAL * usualShare + SHARE_MARGIN;
        // A picture that was there for one frame only changes back as strongly as it came.
        boolean behindCut = sinceCut == 1;
        cut &= !behindCut || change >= cutStrength / 2;
        if (cut ? sinceCut <= CLOSE : behindCut) {
            usualChange = Math.max(usualChange, change);
            usualShare = Math.max(usualShare, share);
        } else if (!cut) {
            // Something unusual that is no cut would otherwise hide the next one.
            usualChange += WEIGHT * (Math.min(change, CUT_CHANGE + usualChange) - usualChange);
            usualShare += WEIGHT * (Math.min(share, CUT_SHARE + usualShare) - usualShare);
        }
        if (cut) {
            cutStrength = change;
            sinceCut = 0;
        }
        return cut;
    }

    /** The change of the last frame against the one before, 0 to 1. */
    double strength() {
        return strength;
    }
}
