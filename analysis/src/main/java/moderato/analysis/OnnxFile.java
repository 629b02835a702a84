package moderato.analysis;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import moderato.models.OnnxLoader;

/** Opens ONNX files the way every step does: one thread a session, no spinning. */
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
        return open(file, level, false);
    }

    /**
     * A session whose weights stay as they are in the file, and are not laid out anew for large products. A decoder that makes one token at a time
     * multiplies by single rows: it is as fast, is loaded in two thirds of the time and takes half of the memory.
     *
     * @throws IOException when the file is no model that can be run
     */
    static OrtSession openForSingleRows(Path file, OrtSession.SessionOptions.OptLevel level) throws IOException {
        return open(file, level, true);
    }

    private static OrtSession open(Path file, OrtSession.SessionOptions.OptLevel level, boolean singleRows) throws IOException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(level);
            // Without the arena every step of a decoder asks the system for memory and gives it back: half of its time.
            options.setCPUArenaAllocator(true);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            // Constant weights are turned into floats once, at loading, and not at every step.
            options.addConfigEntry("session.disable_quant_qdq", "1");
            if (singleRows) {
                options.addConfigEntry("session.disable_prepacking", "1");
            }
            return OnnxLoader.load(file, options);
        } catch (OrtException e) {
            throw new IOException("the model " + file.getFileName() + " cannot be loaded: " + e.getMessage(), e);
        }
    }
}
