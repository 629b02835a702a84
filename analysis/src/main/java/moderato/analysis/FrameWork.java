package moderato.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import moderato.models.ProcessorTime;

/** Looks at many frames at once, each by one thread, and gives the results in the order of the frames. */
final class FrameWork {

    /** What is done with one frame. */
    @FunctionalInterface
    interface Look<I, O> {
        O at(I frame) throws IOException, InterruptedException;
    }

    private FrameWork() {}

    /** Looks at all frames and tells nobody how far it is. */
    static <I, O> List<O> map(Turn turn, List<I> frames, int threads, BooleanSupplier stopping, Look<I, O> look)
            throws IOException, InterruptedException {
        return map(turn, frames, threads, stopping, look, done -> {
        });
    }

    /**
     * Looks at all frames. The results do not depend on the number of threads.
     *
     * @param turn whose turn each look is
     * @param threads how many frames are looked at at once
     * @param stopping checked before each frame
     * @param progress told how many frames are done, from the first on
     * @throws InterruptedException when asked to stop
     */
    static <I, O> List<O> map(
            Turn turn, List<I> frames, int threads, BooleanSupplier stopping, Look<I, O> look, IntConsumer progress)
            throws IOException, InterruptedException {
        List<Future<O>> futures = new ArrayList<>();
        List<O> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            try {
                for (I frame : frames) {
                    futures.add(pool.submit(ProcessorTime.countedHere(() -> {
                        try (Turn.Held _ = turn.take()) {
                            if (stopping.getAsBoolean() || Thread.interrupted()) {
                                throw new InterruptedException("asked to stop");
                            }
                            return look.at(frame);
                        }
                    })));
                }
                for (Future<O> future : futures) {
                    results.add(get(future));
                    progress.accept(results.size());
                }
                return results;
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private static <O> O get(Future<O> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case InterruptedException stopped -> throw stopped;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
