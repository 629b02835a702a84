package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StepReportTest {

    private static final double WORK = 0.2;

    @TempDir
    Path folder;

    @Test
    void twoStepsAtOnceDoNotCountEachOthersWork() throws Exception {
        try (ExecutorService steps = Executors.newFixedThreadPool(2)) {
            Future<Double> idle = steps.submit(step("idle", 1));
            Future<Double> busy = steps.submit(step("busy", 5));
            assertThat(idle.get()).isBetween(2 * WORK, 3.5 * WORK);
            assertThat(busy.get()).isBetween(10 * WORK, 11.5 * WORK);
        }
    }

    /** A step of two threads, each looking at some frames; gives the processor seconds it reports. */
    private Callable<Double> step(String name, int frames) {
        return () -> {
            StepReport.Stopwatch watch = new StepReport.Stopwatch();
            FrameWork.map(Turn.TEXT, Collections.nCopies(2 * frames, name), 2, () -> false, StepReportTest::work);
            StepReport.analysed(name, List.of(), Map.of(), watch).write(folder.resolve(name));
            JsonNode json = JsonLines.MAPPER.readTree(folder.resolve(name).resolve("step.json").toFile());
            return json.at("/cost/processorSeconds").doubleValue();
        };
    }

    private static String work(String frame) {
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + (long) (WORK * 1e9);
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
        return frame;
    }
}
