package moderato.models;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Loads networks into ONNX Runtime. */
public final class OnnxLoader {

    /*
     * ONNX Runtime walks a graph by recursion when it loads it: a deep network overruns the stack that Java gives a thread, and with it
     * goes the whole process.
     */
    private static final long STACK_BYTES = 64L << 20;

    private OnnxLoader() {}

    /**
     * Loads a file, on a thread whose stack is deep enough for any network.
     *
     * @throws OrtException when ONNX Runtime refuses the file
     */
    public static OrtSession load(Path file, OrtSession.SessionOptions options) throws OrtException {
        return load(() -> OnnxRuntime.environment().createSession(file.toString(), options), String.valueOf(file.getFileName()));
    }

    /**
     * Loads a file's bytes, as {@link #load(Path, OrtSession.SessionOptions)} does.
     *
     * @param name what the thread is called by
     */
    static OrtSession load(byte[] model, String name, OrtSession.SessionOptions options) throws OrtException {
        return load(() -> OnnxRuntime.environment().createSession(model, options), name);
    }

    private static OrtSession load(Callable<OrtSession> creation, String name) throws OrtException {
        FutureTask<OrtSession> loading = new FutureTask<>(ProcessorTime.countedHere(creation));
        new Thread(null, loading, "load " + name, STACK_BYTES).start();
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
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
