package moderato.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loaded ONNX network. One network may be run by many threads at once; each run uses the calling thread only, so the outputs of a
 * run do not depend on how many others go on beside it.
 */
public final class Network implements AutoCloseable {

    private final String name;
    private final OnnxSession opened;
    private final OrtSession session;
    private final String inputName;
    private final TensorInfo inputInfo;

    private Network(String name, OnnxSession opened) throws OrtException, ManifestException {
        this.name = name;
        this.opened = opened;
        this.session = opened.session();
        if (session.getNumInputs() != 1) {
            throw new ManifestException("model " + name, "it takes " + session.getNumInputs() + " inputs ("
                    + String.join(", ", session.getInputNames()) + "); a network with one is expected");
        }
        NodeInfo input = session.getInputInfo().values().iterator().next();
        this.inputName = input.getName();
        if (!(input.getInfo() instanceof TensorInfo tensor)) {
            throw new ManifestException("model " + name, "its input \"" + inputName + "\" is no tensor");
        }
        this.inputInfo = tensor;
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
            OnnxSession opened = OnnxSession.load(file, tuning);
            try {
                return new Network(name, opened);
            } catch (OrtException | ManifestException e) {
                opened.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new ManifestException("model " + name, String.valueOf(e.getMessage()).contains("External data")
                    ? "its weights lie in a file of their own, which its hash does not cover; save the network with its weights, as one file"
                    : "ONNX Runtime cannot load it: " + e.getMessage());
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
        return run(values, shape, session.getOutputNames());
    }

    /**
     * Runs a network with one input for its first output alone.
     *
     * @param values the input's values in row-major order, whatever type of number the network takes
     * @param shape its shape
     * @throws ManifestException when the input does not fit the network, or its first output holds no numbers with fractions
     */
    public Output first(FloatBuffer values, long... shape) throws ManifestException {
        return run(values, shape, Set.of(session.getOutputNames().iterator().next())).getFirst();
    }

    private List<Output> run(FloatBuffer values, long[] shape, Set<String> names) throws ManifestException {
        try (OnnxTensor input = input(values, shape);
                OrtSession.Result result = session.run(Map.of(inputName, input), names)) {
            List<Output> outputs = new ArrayList<>();
            for (var entry : result) {
                FloatBuffer numbers = entry.getValue() instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
                if (numbers == null) {
                    throw new ManifestException("model " + name, "its output \"" + entry.getKey() + "\" is "
                            + (entry.getValue().getInfo() instanceof TensorInfo other ? "a tensor of " + other.type : "no tensor")
                            + "; a tensor of float or float16 is expected: export the network so that it gives its scores first");
                }
                outputs.add(new Output(values(numbers), ((TensorInfo) entry.getValue().getInfo()).getShape()));
            }
            return outputs;
        } catch (OrtException e) {
            throw new ManifestException("model " + name, "ONNX Runtime refused the input: " + e.getMessage());
        }
    }

    private OnnxTensor input(FloatBuffer values, long[] shape) throws OrtException, ManifestException {
        return switch (inputInfo.type) {
            case FLOAT -> OnnxTensor.createTensor(OnnxRuntime.environment(), values, shape);
            case FLOAT16 -> {
                ByteBuffer halves = ByteBuffer.allocateDirect(values.remaining() * Short.BYTES).order(ByteOrder.nativeOrder());
                for (int i = values.position(); i < values.limit(); i++) {
                    halves.putShort(Float.floatToFloat16(values.get(i)));
                }
                yield OnnxTensor.createTensor(OnnxRuntime.environment(), halves.flip(), shape, OnnxJavaType.FLOAT16);
            }
            case UINT8 -> {
                ByteBuffer bytes = ByteBuffer.allocateDirect(values.remaining());
                for (int i = values.position(); i < values.limit(); i++) {
                    bytes.put((byte) Math.clamp(Math.round(values.get(i)), 0, 255));
                }
                yield OnnxTensor.createTensor(OnnxRuntime.environment(), bytes.flip(), shape, OnnxJavaType.UINT8);
            }
            default -> throw new ManifestException("model " + name, "its input holds " + inputInfo.type + "; float, float16 or uint8 are expected");
        };
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

    /** The declared shape of the input; -1 where it is free. */
    public long[] inputShape() {
        return inputInfo.getShape();
    }

    @Override
    public void close() {
        opened.close();
    }
}
