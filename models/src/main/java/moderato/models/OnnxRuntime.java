package moderato.models;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * ONNX Runtime, told before it starts to keep to itself: its releases for Java send usage events to their maker unless the process's environment has
 * {@code ORT_DISABLE_TELEMETRY=1}. Nothing leaves this machine, so every use of ONNX Runtime goes through here.
 */
public final class OnnxRuntime {

    /** The system property that names a folder in which the native libraries are kept unpacked; without it they are unpacked at every start. */
    public static final String LIBRARIES = "moderato.natives";

    private static final String NO_TELEMETRY = "ORT_DISABLE_TELEMETRY";
    private static final Linker LINKER = Linker.nativeLinker();
    private static final OrtEnvironment ENVIRONMENT = start();

    private OnnxRuntime() {}

    /** The one environment of this process. */
    public static OrtEnvironment environment() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment start() {
        if (!"1".equals(System.getenv(NO_TELEMETRY))) {
            setInThisProcess();
        }
        Optional.ofNullable(System.getProperty(LIBRARIES)).map(Path::of).ifPresent(OnnxLibrary::keepIn);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime's telemetry could not be switched off", e);
        }
        return environment;
    }

    /* Java can give a variable to its children only; the C library's own function sets it here. */
    private static void setInThisProcess() {
        SymbolLookup library = LINKER.defaultLookup();
        Optional<MemorySegment> posix = library.find("setenv");
        MemorySegment function = posix.or(() -> library.find("_putenv_s"))
                .orElseThrow(() -> new IllegalStateException("set " + NO_TELEMETRY + "=1 in the environment and start again"));
        FunctionDescriptor type = posix.isPresent()
                ? FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                : FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(NO_TELEMETRY);
            MemorySegment value = arena.allocateFrom("1");
            int failed = posix.isPresent()
                    ? (int) LINKER.downcallHandle(function, type).invokeExact(name, value, 1)
                    : (int) LINKER.downcallHandle(function, type).invokeExact(name, value);
            if (failed != 0) {
                throw new IllegalStateException("set " + NO_TELEMETRY + "=1 in the environment and start again");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
