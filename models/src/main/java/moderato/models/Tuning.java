package moderato.models;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** How ONNX Runtime is set up for a network: always with one thread a session, since work is spread over calls and not inside one. */
public enum Tuning {
    /** Inputs always of the same shape: memory is kept between runs. */
    FIXED_SHAPES(true, OrtSession.SessionOptions.OptLevel.ALL_OPT),
    /** Inputs of many shapes: memory is given back after each run. */
    CHANGING_SHAPES(false, OrtSession.SessionOptions.OptLevel.ALL_OPT),
    /** Weights kept as whole numbers are turned into floats once, at loading, and not at every step. */
    QUANTISED(true, OrtSession.SessionOptions.OptLevel.ALL_OPT, "session.disable_quant_qdq"),
    /** The same for networks whose results higher levels of optimisation change in the second digit. */
    QUANTISED_EXACT(true, OrtSession.SessionOptions.OptLevel.BASIC_OPT, "session.disable_quant_qdq"),
    /**
     * The same for decoders that make one token at a time: weights stay as they lie in the file, and are not laid out anew for large products. They
     * multiply by single rows: it is as fast, is loaded in two thirds of the time and takes half of the memory.
     */
    SINGLE_ROWS(true, OrtSession.SessionOptions.OptLevel.BASIC_OPT, "session.disable_quant_qdq", "session.disable_prepacking");

    private final boolean arena;
    private final OrtSession.SessionOptions.OptLevel level;
    private final String[] switches;

    Tuning(boolean arena, OrtSession.SessionOptions.OptLevel level, String... switches) {
        this.arena = arena;
        this.level = level;
        this.switches = switches;
    }

    /** Whether the files are read into memory first, and weights that are next to nothing set to nothing. */
    boolean clearsTinyWeights() {
        return switches.length == 0;
    }

    OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        options.setOptimizationLevel(level);
        // Without the arena every step of a decoder asks the system for memory and gives it back: half of its time.
        options.setCPUArenaAllocator(arena);
        for (String each : switches) {
            options.addConfigEntry(each, "1");
        }
        return options;
    }
}
