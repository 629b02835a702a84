package moderato.models;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;

/**
 * The processor time of a thread together with that of the threads that work for it.
 *
 * <p>Steps run beside each other in one process; a step's own threads are what tells them apart. What the virtual machine does beside them
 * (compiling, collecting) belongs to nobody.
 */
public final class ProcessorTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final ThreadLocal<ProcessorTime> OF_THREAD = ThreadLocal.withInitial(ProcessorTime::new);

    private final LongAdder helpers = new LongAdder();

    private ProcessorTime() {}

    /** What the calling thread has used so far, and its helpers with it, in nanoseconds. */
    public static long nanos() {
        return Math.max(0, THREADS.getCurrentThreadCpuTime()) + OF_THREAD.get().helpers.sum();
    }

    /** Adds work that was done elsewhere to the calling thread's. */
    static void count(long nanos) {
        OF_THREAD.get().helpers.add(nanos);
    }

    /** Work for another thread to do, whose time counts as the calling thread's. */
    public static <T> Callable<T> countedHere(Callable<T> work) {
        ProcessorTime account = OF_THREAD.get();
        return () -> {
            long before = nanos();
            try {
                return work.call();
            } finally {
                account.helpers.add(nanos() - before);
            }
        };
    }
}
