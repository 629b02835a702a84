package moderato.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time of the thread that runs a benchmark, in nanoseconds an operation: what the clock tells on a machine where nobody else works. Besides
 * the mean the least of all iterations, since what disturbs an iteration only ever adds to it.
 */
public final class ProcessorTime implements InternalProfiler {

    private long before;

    @Override
    public String getDescription() {
        return "Processor time of the benchmark's thread";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = nanos();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double each = (double) (nanos() - before) / result.getMetadata().getAllOps();
        return List.of(new ScalarResult("processor", each, "ns/op", AggregationPolicy.AVG), new ScalarResult("least", each, "ns/op", AggregationPolicy.MIN));
    }

    /** Of all threads that JMH made for benchmarks; there is one. */
    private static long nanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains("jmh-worker"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId()))).sum();
    }
}
