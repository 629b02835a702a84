package moderato.jobs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import moderato.objects.ObjectAddress;

/**
 * One host of a batch transform: it sends its objects' records through the model, some at a time, and writes a file for every object.
 *
 * <p>A body is read only when an invocation may begin, so that no more than the limits allow is held in memory. Answers of an object are
 * written in the order of its records.
 */
final class TransformHost {

    private static final String SUFFIX = ".out";

    private final TransformRequest request;
    private final TransformLimits limits;
    private final List<Serving> chain;
    private final Path folder;
    private final PrintStream log;
    private final BooleanSupplier stopping;
    private final Semaphore permits;

    /**
     * @param chain the model's containers, in order
     * @param folder where outputs are written until they are published
     */
    TransformHost(TransformRequest request, TransformLimits limits, List<Serving> chain, Path folder, PrintStream log, BooleanSupplier stopping) {
        this.request = request;
        this.limits = limits;
        this.chain = List.copyOf(chain);
        this.folder = folder;
        this.log = log;
        this.stopping = stopping;
        this.permits = new Semaphore(limits.concurrent());
    }

    /**
     * An object that is done with.
     *
     * @param upload what it became; empty when it failed
     * @param failure why it failed
     */
    record Done(ObjectAddress object, Optional<Jobs.Upload> upload, Optional<String> failure) {
    }

    /** Transforms objects, and tells of each, in their order; the log is told how far it is: {@code progress 12/34}. */
    List<Done> transform(List<JobInputs.Item> items) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Done[] done = new Done[items.size()];
        int workers = Math.max(1, Math.min(limits.concurrent(), items.size()));
        try (ExecutorService pool = Executors.newFixedThreadPool(workers); ExecutorService invokers = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                running.add(pool.submit(() -> {
                    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                        done[i] = transform(items.get(i), invokers);
                        log.println("progress " + ended.incrementAndGet() + "/" + items.size());
                    }
                    return null;
                }));
            }
            try {
                await(running);
            } finally {
                pool.shutdownNow();
                invokers.shutdownNow();
            }
        }
        return List.of(done);
    }

    private static void await(List<Future<?>> running) throws InterruptedException {
        for (Future<?> worker : running) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InterruptedException stopped) {
                    throw stopped;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private Done transform(JobInputs.Item item, ExecutorService invokers) throws InterruptedException {
        Path output = folder.resolve(item.relative() + SUFFIX).normalize();
        try {
            if (!output.startsWith(folder)) {
                throw new IOException("its key leads out of the output");
            }
            Files.createDirectories(Objects.requireNonNull(output.getParent()));
            try (Records records = new Records(open(item.object().file()), request.split(), limits.payloadBytes()); OutputStream out = Files.newOutputStream(output)) {
                if (request.split() == Records.Split.NONE) {
                    write(invoke(records.next().orElseThrow()), out);
                } else {
                    inParallel(new Payloads(records, limits), invokers, new BufferedOutputStream(out));
                }
            }
            return new Done(item.object().address(), Optional.of(new Jobs.Upload(output, request.output().resolve(item.relative() + SUFFIX))), Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            log.println(item.object().address() + ": " + reason);
            return new Done(item.object().address(), Optional.empty(), Optional.of(reason));
        } catch (RuntimeException e) {
            e.printStackTrace(log);
            return new Done(item.object().address(), Optional.empty(), Optional.of(String.valueOf(e)));
        }
    }

    private InputStream open(Path file) throws IOException {
        InputStream plain = Files.newInputStream(file);
        return request.gzip() ? new GZIPInputStream(plain) : plain;
    }

    private void inParallel(Payloads payloads, ExecutorService invokers, OutputStream out) throws IOException, InterruptedException {
        ArrayDeque<Future<byte[]>> waiting = new ArrayDeque<>();
        try {
            while (true) {
                permits.acquire();
                Optional<byte[]> body = nextOrGiveBack(payloads);
                if (body.isEmpty()) {
                    break;
                }
                waiting.add(invokers.submit(() -> {
                    try {
                        return invoke(body.get());
                    } finally {
                        permits.release();
                    }
                }));
                while (waiting.size() >= 2 * limits.concurrent() || (!waiting.isEmpty() && waiting.getFirst().isDone())) {
                    write(outcome(waiting.removeFirst()), out);
                }
            }
            while (!waiting.isEmpty()) {
                write(outcome(waiting.removeFirst()), out);
            }
            out.flush();
        } finally {
            waiting.forEach(future -> future.cancel(true));
        }
    }

    private Optional<byte[]> nextOrGiveBack(Payloads payloads) throws IOException {
        Optional<byte[]> body = Optional.empty();
        try {
            body = payloads.next();
        } finally {
            if (body.isEmpty()) {
                permits.release();
            }
        }
        return body;
    }

    private static byte[] outcome(Future<byte[]> invocation) throws IOException, InterruptedException {
        try {
            return invocation.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case InterruptedException stopped -> throw stopped;
                case RuntimeException failed -> throw failed;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private byte[] invoke(byte[] body) throws IOException, InterruptedException {
        if (stopping.getAsBoolean() || Thread.interrupted()) {
            throw new InterruptedException("the transform job was stopped");
        }
        DataProcessing processing = request.processing();
        Serving.Content content = new Serving.Content(processing.request(body), request.contentType());
        for (Serving serving : chain) {
            content = serving.invoke(content, request.accept());
        }
        return processing.answer(body, content.body());
    }

    private void write(byte[] answer, OutputStream out) throws IOException {
        out.write(answer);
        if (request.assembleLines() && (answer.length == 0 || answer[answer.length - 1] != '\n')) {
            out.write('\n');
        }
    }
}
