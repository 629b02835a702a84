package moderato.moderation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The candidate frames of a video in order of time, and what they say about the time between analysed frames.
 *
 * <p>Analysed frames are a selection of the candidates. Where something begins or ends between two analysed frames, the candidates in
 * between tell more: it most likely did so where the picture changed most.
 */
final class FrameTimes {

    /** A candidate frame. */
    record Candidate(String frame, double pts, double change, boolean cut, Optional<String> duplicateOf) {
    }

    /** At least one frame every 2 s is looked at; more than this between two of them is a hole. */
    private static final double HOLE_SECONDS = 2.5;
    /** A change below this is noise of the encoder. */
    private static final double VISIBLE_CHANGE = 0.05;

    private final List<Candidate> candidates;
    private final Map<String, Candidate> byName = new HashMap<>();
    private final double duration;
    private final double hole;

    private FrameTimes(List<Candidate> candidates, double duration, boolean still) {
        this.candidates = candidates;
        this.duration = duration;
        candidates.forEach(candidate -> byName.put(candidate.frame(), candidate));
        List<Double> spacings = new ArrayList<>();
        for (int i = 1; i < candidates.size(); i++) {
            spacings.add(candidates.get(i).pts() - candidates.get(i - 1).pts());
        }
        spacings.sort(Comparator.naturalOrder());
        double usual = spacings.isEmpty() ? 0 : spacings.get(spacings.size() / 2);
        hole = still ? Double.POSITIVE_INFINITY : Math.max(HOLE_SECONDS, 1.5 * usual);
    }

    /**
     * Reads the lines of {@code frames.jsonl}.
     *
     * @param still whether the picture track is one picture, such as the cover of a song, that stays as long as the sound lasts
     */
    static FrameTimes of(List<Line> lines, double duration, boolean still) {
        List<Candidate> candidates = new ArrayList<>();
        for (Line line : lines) {
            candidates.add(new Candidate(line.text("frame", ""), line.number("pts"), line.number("change", 0), line.flag("cut"),
                    line.optional("duplicateOf")));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::pts));
        return new FrameTimes(List.copyOf(candidates), duration, still);
    }

    List<Candidate> candidates() {
        return candidates;
    }

    Optional<Candidate> byName(String frame) {
        return Optional.ofNullable(byName.get(frame));
    }

    /** Whether so much time lies between two analysed frames that nobody can say what happened there. */
    boolean hole(double from, double to) {
        return to - from > hole;
    }

    /**
     * The moment between two neighbouring analysed frames at which the picture changed from the one to the other: at the strongest cut between them,
     * however little the mean brightness moved there; without one, where it moved most.
     */
    double boundary(double before, double after) {
        double previous = before;
        double bestCut = -1;
        double bestChange = VISIBLE_CHANGE;
        double boundary = (before + after) / 2;
        for (Candidate candidate : candidates) {
            if (candidate.pts() <= before || candidate.pts() > after) {
                continue;
            }
            if (candidate.cut() && candidate.change() > bestCut) {
                bestCut = candidate.change();
                boundary = candidate.pts();
            } else if (bestCut < 0 && candidate.change() > bestChange) {
                bestChange = candidate.change();
                boundary = (previous + candidate.pts()) / 2;
            }
            previous = candidate.pts();
        }
        return boundary;
    }

    /** When something began that the first analysed frame after {@code previous} shows; {@code previous} is NaN at the first frame. */
    double begin(double previous, double first) {
        if (Double.isNaN(previous)) {
            return hole(0, first) ? Math.max(0, first - hole / 2) : 0;
        }
        return hole(previous, first) ? first - hole / 2 : boundary(previous, first);
    }

    /** When something ended that the last analysed frame before {@code next} shows; {@code next} is NaN at the last frame. */
    double end(double last, double next) {
        double until = Math.max(duration, last);
        if (Double.isNaN(next)) {
            return hole(last, until) ? last + hole / 2 : until;
        }
        return hole(last, next) ? last + hole / 2 : boundary(last, next);
    }

    /** How many seconds of the video no analysed frame stands for. */
    double uncovered(List<Double> analysed) {
        double uncovered = 0;
        double reached = 0;
        for (double time : analysed) {
            uncovered += hole(reached, time) ? time - reached : 0;
            reached = time;
        }
        return Round.time(uncovered + (hole(reached, duration) ? duration - reached : 0));
    }
}
