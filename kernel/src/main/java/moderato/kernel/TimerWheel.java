package moderato.kernel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Timers in the order of their instants, set and cancelled at a cost that does not grow with their number. Not safe for threads. */
final class TimerWheel {

    /*
     * Wheels of 64 slots, the slots of each as wide as the whole wheel below: 1 ms, 64 ms, 4 s, 4 min, 5 h, 12 days, 2 years, 140 years ...
     * A timer lies in the wheel of the highest digit (of six bits) in which its instant differs from the present one. Hence a slot holds
     * only what comes after the present digit, never a lap further, and the first slot in use of the lowest wheel in use is what comes
     * next: nobody need turn the wheel tick by tick. When the time reaches a slot of a higher wheel, its timers move down.
     */
    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int WHEELS = 10;

    /** A timer that was set. */
    static final class Timer {
        private final long due;
        private final Runnable action;
        private int place = -1;
        private @Nullable Timer before;
        private @Nullable Timer behind;

        private Timer(long due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        Runnable action() {
            return action;
        }
    }

    private final @Nullable Timer[] heads = new @Nullable Timer[WHEELS * SLOTS];
    private final long[] used = new long[WHEELS];
    private long present;
    private int size;

    /** A wheel that stands at an instant in milliseconds since 1970. */
    TimerWheel(long present) {
        this.present = present;
    }

    /** Sets a timer; one that is due already fires at the next {@link #advance}. */
    Timer set(long due, Runnable action) {
        Timer timer = new Timer(Math.clamp(due, present, Long.MAX_VALUE >> 4), action);
        link(timer);
        size++;
        return timer;
    }

    /** Takes a timer back; one that fired or was taken back already stays so. */
    void cancel(Timer timer) {
        if (timer.place >= 0) {
            unlink(timer);
            size--;
        }
    }

    /** How many timers are set. */
    int size() {
        return size;
    }

    /** When {@link #advance} has something to do, in milliseconds since 1970; {@link Long#MAX_VALUE} when no timer is set. */
    long next() {
        for (int wheel = 0; wheel < WHEELS; wheel++) {
            if (used[wheel] != 0) {
                int shift = wheel * BITS;
                long lap = present >>> shift >>> BITS << BITS << shift;
                return lap + ((long) Long.numberOfTrailingZeros(used[wheel]) << shift);
            }
        }
        return Long.MAX_VALUE;
    }

    /** Moves on to an instant, and hands over every timer due by then, earliest first. */
    void advance(long now, Consumer<Timer> fired) {
        for (long next = next(); next <= now; next = next()) {
            present = Math.max(present, next);
            turn(fired);
        }
        present = Math.max(present, now);
    }

    private void turn(Consumer<Timer> fired) {
        int wheel = 0;
        while (used[wheel] == 0) {
            wheel++;
        }
        int place = wheel * SLOTS + Long.numberOfTrailingZeros(used[wheel]);
        for (Timer timer = heads[place]; timer != null; timer = heads[place]) {
            unlink(timer);
            if (timer.due <= present) {
                size--;
                fired.accept(timer);
            } else {
                link(timer);
            }
        }
    }

    private void link(Timer timer) {
        long difference = timer.due ^ present;
        int wheel = difference == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)) / BITS;
        int slot = (int) (timer.due >>> wheel * BITS) & SLOTS - 1;
        timer.place = wheel * SLOTS + slot;
        timer.before = null;
        timer.behind = heads[timer.place];
        if (timer.behind != null) {
            timer.behind.before = timer;
        }
        heads[timer.place] = timer;
        used[wheel] |= 1L << slot;
    }

    private void unlink(Timer timer) {
        if (timer.before == null) {
            heads[timer.place] = timer.behind;
        } else {
            timer.before.behind = timer.behind;
        }
        if (timer.behind != null) {
            timer.behind.before = timer.before;
        }
        if (heads[timer.place] == null) {
            used[timer.place / SLOTS] &= ~(1L << timer.place % SLOTS);
        }
        timer.place = -1;
        timer.before = null;
        timer.behind = null;
    }
}
