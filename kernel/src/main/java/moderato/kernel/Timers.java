package moderato.kernel;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Fires timers when their instant comes, on an executor's threads; sleeps until then. */
final class Timers implements AutoCloseable {

    /** A clock that was put forward, as after a machine's sleep, is noticed within this many milliseconds. */
    private static final long LONGEST_SLEEP = 60_000;

    private final InstantSource clock;
    private final Executor executor;
    private final TimerWheel wheel;
    private final Thread thread;
    private boolean closed;

    Timers(InstantSource clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
        this.wheel = new TimerWheel(clock.millis());
        this.thread = Thread.ofPlatform().daemon().name("moderato-timers").unstarted(this::turn);
        thread.start();
    }

    synchronized TimerWheel.Timer set(long due, Runnable action) {
        long before = wheel.next();
        TimerWheel.Timer timer = wheel.set(due, action);
        if (wheel.next() < before) {
            notifyAll();
        }
        return timer;
    }

    synchronized void cancel(TimerWheel.Timer timer) {
        wheel.cancel(timer);
    }

    /** Looks at the clock again, which somebody moved. */
    synchronized void clockMoved() {
        notifyAll();
    }

    private void turn() {
        List<TimerWheel.Timer> fired = new ArrayList<>();
        while (await(fired)) {
            fired.forEach(timer -> executor.execute(timer.action()));
            fired.clear();
        }
    }

    private synchronized boolean await(List<TimerWheel.Timer> fired) {
        while (!closed) {
            long now = clock.millis();
            wheel.advance(now, fired::add);
            if (!fired.isEmpty()) {
                return true;
            }
            try {
                wait(Math.clamp(wheel.next() - now, 1, LONGEST_SLEEP));
            } catch (InterruptedException e) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
