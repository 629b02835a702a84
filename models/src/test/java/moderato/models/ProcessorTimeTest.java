package moderato.models;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorTimeTest {

    private static final long WORK = 300_000_000;

    @Test
    void aHelpersTimeIsItsMastersAndThatOfOthersIsNot() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            long before = ProcessorTime.nanos();
            long usedByOther = threads.submit(ProcessorTimeTest::work).get();
            assertThat(usedByOther).isGreaterThanOrEqualTo(WORK);
            assertThat(ProcessorTime.nanos() - before).as("beside, not for us").isLessThan(WORK / 2);

            threads.submit(ProcessorTime.countedHere(ProcessorTimeTest::work)).get();
            assertThat(ProcessorTime.nanos() - before).as("for us").isGreaterThanOrEqualTo(WORK);
        }
    }

    @Test
    void helpersOfHelpersCountToo() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            long before = ProcessorTime.nanos();
            threads.submit(ProcessorTime.countedHere(() -> threads.submit(ProcessorTime.countedHere(ProcessorTimeTest::work)).get())).get();
            assertThat(ProcessorTime.nanos() - before).isGreaterThanOrEqualTo(WORK);
        }
    }

    /** Keeps the calling thread busy until it has used some time of a processor; says how much it has used for this. */
    private static long work() {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long used = 0;
        while (used < WORK) {
            used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        }
        return used;
    }
}
