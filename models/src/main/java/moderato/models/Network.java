package moderato.models;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A loaded ONNX network. One network may be run by many threads at once; each run uses the calling thread only, so the outputs of a
 * run do not depend on how many others go on beside it.
 */
public final class Network implements AutoCloseable {

    private final String name;
    private final OnnxSession opened;
    private final OrtSession session;
    private final List<String> inputs;

    private Network(String name, OnnxSession opened) {
        this.name = name;
        this.opened = opened;
        this.session = opened.session();
        this.inputs = new ArrayList<>(session.getInputNames());
    }

    /** An output: its values in row-major order, and its shape. */
    public record Output(float[] values, long[] shape) {}

    /**
     * Loads a model's file from a store, verified.
     *
     * @throws ManifestException when ONNX Runtime cannot load the file
     * @throws ModelUnavailableException when the file cannot be had
     */
    public static Network load(ModelStore store, String model, String role, Tuning tuning)
            throws IOException, InterruptedException {
        return load(model + "/" + role, store.file(model, role), tuning);
    }

    static Network load(String name, Path file, Tuning tuning) throws IOException {
        try {
            return new Network(name, OnnxSession.load(file, tuning));
        } catch (OrtException e) {
            throw new ManifestException("model " + name, "ONNX Runtime cannot load it: " + e.getMessage());
        }
    }

    /**
     * Runs a network with one input.
     *
     * @param values the input's values in row-major order: a direct buffer is used in place
     * @param shape its shape
     * @return the outputs in the network's order
     * @throws ManifestException when the input does not fit the network
     */
    public List<Output> run(FloatBuffer values, long... shape) throws ManifestException {
        try (OnnxTensor input = OnnxTensor.createTensor(OnnxRuntime.environment(), values, shape);
                OrtSession.Result result = session.run(Map.of(inputs.getFirst(), input))) {
            List<Output> outputs = new ArrayList<>();
            for (var entry : result) {
                OnnxTensor tensor = (OnnxTensor) entry.getValue();
                outputs.add(new Output(values(tensor.getFloatBuffer()), tensor.getInfo().getShape()));
            }
            return outputs;
        } catch (OrtException e) {
            throw new ManifestException("model " + name, "ONNX Runtime refused the input: " + e.getMessage());
        }
    }

    // The buffer is a copy already, most often around an array of its own; a recogniser's output is 50 MB.
    private static float[] values(FloatBuffer copy) {
        if (copy.hasArray() && copy.arrayOffset() == 0 && copy.array().length == copy.remaining()) {
            return copy.array();
        }
        float[] values = new float[copy.remaining()];
        copy.get(values);
        return values;
    }

    /** The declared shape of the first input; -1 where it is free. */
    public long[] inputShape() throws ManifestException {
        return shape(true);
    }

    /** The declared shape of the first output; -1 where it is free. */
    public long[] outputShape() throws ManifestException {
        return shape(false);
    }

    private long[] shape(boolean input) throws ManifestException {
        try {
            var infos = input ? session.getInputInfo() : session.getOutputInfo();
            if (infos.values().iterator().next().getInfo() instanceof ai.onnxruntime.TensorInfo tensor) {
                return tensor.getShape();
            }
            throw new ManifestException("model " + name, "its first " + (input ? "input" : "output") + " is no tensor");
        } catch (OrtException e) {
            throw new ManifestException("model " + name, "ONNX Runtime cannot describe it: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
