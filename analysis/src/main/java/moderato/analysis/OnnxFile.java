package moderato.analysis;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import moderato.models.OnnxLoader;

/** Opens ONNX files the way every step does: one thread a session, no spinning, no memory arena. */
final class OnnxFile {

    private OnnxFile() {
    }

    /**
     * A session over a model file; work is spread over calls, not inside one.
     *
     * @param level how far the graph is rewritten; it may change results in the last digits
     * @throws IOException when the file is no model that can be run
     */
    static OrtSession open(Path file, OrtSession.SessionOptions.OptLevel level) throws IOException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(level);
            options.setCPUArenaAllocator(false);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return OnnxLoader.load(file, options);
        } catch (OrtException e) {
            throw new IOException("the model " + file.getFileName() + " cannot be loaded: " + e.getMessage(), e);
        }
    }
}
