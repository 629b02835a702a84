package moderato.models;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network loaded into ONNX Runtime.
 *
 * <p>Who opens a model's file while another has it open in the same way gets the same session, so a network is loaded once for all steps that use it
 * at a time, and may be loaded before they begin. It ends when the last of them closes it. Safe for many threads at once.
 */
public final class OnnxSession implements AutoCloseable {

    /**
     * Bound to true where sessions are opened for others, ahead of their use: the processor time of loading then counts as that of the first who
     * opens the session to use it.
     */
    public static final ScopedValue<Boolean> AHEAD = ScopedValue.newInstance();

    /*
     * ONNX Runtime walks a graph by recursion when it loads it: a deep network overruns the stack that Java gives a thread, and with it
     * goes the whole process.
     */
    private static final long STACK_BYTES = 64L << 20;

    private static final Map<Key, Shared> OPEN = new HashMap<>();

    private final Key key;
    private final OrtSession session;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxSession(Key key, OrtSession session) {
        this.key = key;
        this.session = session;
    }

    /* A store's file is known by its SHA-256, which is its name; the same model lies in the folders of several steps. */
    private record Key(String file, Tuning tuning) {

        static Key of(Path file, Tuning tuning) {
            String name = String.valueOf(file.getFileName());
            return new Key(ModelStore.isBlob(file) ? name : file.toAbsolutePath().toString(), tuning);
        }
    }

    /** A session and how many have it open. */
    private static final class Shared {
        private final FutureTask<OrtSession> loading;
        private final AtomicLong unpaidNanos;
        private int users;

        Shared(FutureTask<OrtSession> loading, AtomicLong unpaidNanos) {
            this.loading = loading;
            this.unpaidNanos = unpaidNanos;
        }
    }

    /**
     * Opens a model's file.
     *
     * @throws IOException when the file cannot be read, or ONNX Runtime refuses it
     */
    public static OnnxSession open(Path file, Tuning tuning) throws IOException {
        try {
            return load(file, tuning);
        } catch (OrtException e) {
            throw new IOException("the model " + file.getFileName() + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    static OnnxSession load(Path file, Tuning tuning) throws IOException, OrtException {
        Key key = Key.of(file, tuning);
        Shared shared;
        synchronized (OPEN) {
            shared = OPEN.computeIfAbsent(key, absent -> begin(file, tuning));
            shared.users++;
        }
        try {
            OnnxSession opened = new OnnxSession(key, await(shared.loading));
            if (!AHEAD.isBound()) {
                ProcessorTime.count(shared.unpaidNanos.getAndSet(0));
            }
            return opened;
        } catch (IOException | OrtException | RuntimeException e) {
            leave(key);
            throw e;
        }
    }

    private static Shared begin(Path file, Tuning tuning) {
        AtomicLong nanos = new AtomicLong();
        FutureTask<OrtSession> loading = new FutureTask<>(() -> {
            long before = ProcessorTime.nanos();
            try {
                return create(file, tuning);
            } finally {
                nanos.set(ProcessorTime.nanos() - before);
            }
        });
        new Thread(null, loading, "load " + file.getFileName(), STACK_BYTES).start();
        return new Shared(loading, nanos);
    }

    private static OrtSession create(Path file, Tuning tuning) throws IOException, OrtException {
        OnnxRuntime.environment();
        try (OrtSession.SessionOptions options = tuning.options()) {
            if (!tuning.clearsTinyWeights()) {
                return OnnxRuntime.environment().createSession(file.toString(), options);
            }
            // Weights in a file beside the network would be read from wherever the program runs, and nobody has hashed them.
            options.addConfigEntry("session.model_external_initializers_file_folder_path", String.valueOf(file.toAbsolutePath().getParent()));
            byte[] model = Files.readAllBytes(file);
            TinyWeights.clear(model);
            return OnnxRuntime.environment().createSession(model, options);
        }
    }

    private static OrtSession await(FutureTask<OrtSession> loading) throws IOException, OrtException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return loading.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case OrtException refused -> throw refused;
                case IOException unreadable -> throw unreadable;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes one user from a session; gives it back when that was the last. */
    private static boolean leave(Key key) {
        synchronized (OPEN) {
            Shared shared = OPEN.get(key);
            if (shared == null || --shared.users > 0) {
                return false;
            }
            OPEN.remove(key);
            return true;
        }
    }

    /** ONNX Runtime's own session; not for the caller to close. */
    public OrtSession session() {
        return session;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true) || !leave(key)) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime did not close " + key.file(), e);
        }
    }
}
