package moderato.media;

/** The stretches of time of which each gives one candidate. */
final class Slots {

    private static final double SLOT_SECONDS = 0.25;
    private static final double EPSILON = 1e-9;

    private final Sampling sampling;
    private double firstSeconds = Double.NaN;
    private long slot = -1;

    Slots(Sampling sampling) {
        this.sampling = sampling;
    }

    /** Whether the frame at this second, which must not fall, is the first of its slot. */
    boolean begins(double seconds) {
        if (Double.isNaN(firstSeconds)) {
            firstSeconds = seconds;
        }
        double fromFirst = seconds - firstSeconds;
        long current = switch (sampling) {
            case Sampling.Adaptive() -> (long) Math.floor(fromFirst / SLOT_SECONDS + EPSILON);
            case Sampling.Fixed(double framesPerSecond) -> (long) Math.floor(fromFirst * framesPerSecond + EPSILON);
            case Sampling.Every() -> slot + 1;
        };
        boolean begins = current > slot;
        slot = Math.max(slot, current);
        return begins;
    }
}
