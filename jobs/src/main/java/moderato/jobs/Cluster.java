package moderato.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The hosts of one attempt, run at the same time; when one fails, the others are stopped. */
final class Cluster {

    private Cluster() {
    }

    /**
     * Runs every host to its end.
     *
     * @param stopping the job's own wish to stop, handed to every launch together with the fate of the other hosts
     * @param launches one a host; each is given what stops it
     * @return how each host ended, in order
     */
    static List<Ending> run(Executor executor, BooleanSupplier stopping, List<HostLaunch> launches) throws IOException, InterruptedException {
        AtomicBoolean failed = new AtomicBoolean();
        BooleanSupplier stop = () -> stopping.getAsBoolean() || failed.get();
        if (launches.size() == 1) {
            return List.of(executor.run(launches.getFirst().with(stop)));
        }
        List<Ending> endings = new ArrayList<>();
        try (ExecutorService hosts = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Ending>> running = new ArrayList<>();
            for (HostLaunch launch : launches) {
                running.add(hosts.submit(() -> {
                    Ending ending = executor.run(launch.with(stop));
                    if (ending.exitCode() != 0) {
                        failed.set(true);
                    }
                    return ending;
                }));
            }
            try {
                for (Future<Ending> host : running) {
                    endings.add(ending(host, stopping));
                }
            } catch (InterruptedException e) {
                hosts.shutdownNow();
                throw e;
            } catch (ExecutionException e) {
                hosts.shutdownNow();
                throw new IOException(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), e);
            }
        }
        return endings;
    }

    /* Whoever asks for a stop also interrupts; the hosts see for themselves that they are to stop. */
    private static Ending ending(Future<Ending> host, BooleanSupplier stopping) throws InterruptedException, ExecutionException {
        try {
            return host.get();
        } catch (InterruptedException e) {
            if (stopping.getAsBoolean()) {
                return host.get();
            }
            throw e;
        }
    }

    /** A launch that still has to be told when to stop. */
    @FunctionalInterface
    interface HostLaunch {
        /** The launch, with what stops it. */
        Launch with(BooleanSupplier stop);
    }
}
