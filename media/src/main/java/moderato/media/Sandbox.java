package moderato.media;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The limits a decoding process puts on itself before it reads a byte of its file; the kernel holds them whatever the file makes it do.
 *
 * <p>Linux only; elsewhere the bounds of the virtual machine and of FFmpeg's allocator remain.
 */
final class Sandbox {

    private static final int RLIMIT_FSIZE = 1;
    private static final int RLIMIT_DATA = 2;
    private static final int RLIMIT_CORE = 4;
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    private Sandbox() {}

    /**
     * From now on this process holds at most so much memory, writes no file, dumps no core and gains no rights.
     *
     * @param megabytes the most private memory it may hold
     */
    static void enter(int megabytes) {
        if (linux()) {
            limit(RLIMIT_DATA, (long) megabytes << 20);
            limit(RLIMIT_FSIZE, 0);
        }
        gainNothing();
    }

    /** From now on this process dumps no core and gains no rights. */
    static void gainNothing() {
        if (linux()) {
            limit(RLIMIT_CORE, 0);
            control(PR_SET_NO_NEW_PRIVS, 1);
        }
    }

    private static boolean linux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private static void limit(int resource, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocateFrom(ValueLayout.JAVA_LONG, value, value);
            MethodHandle call = function("setrlimit",
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            check("setrlimit", (int) call.invokeExact(resource, both));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void control(int option, long value) {
        FunctionDescriptor shape = FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG);
        try {
            MethodHandle call = function("prctl", shape);
            check("prctl", (int) call.invokeExact(option, value, 0L, 0L, 0L));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup standard = linker.defaultLookup();
        return linker.downcallHandle(standard.find(name).orElseThrow(), shape);
    }

    private static void check(String name, int result) {
        if (result != 0) {
            throw new IllegalStateException(name + " failed: the decoding process cannot be bounded");
        }
    }
}
