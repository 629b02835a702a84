package moderato.cli;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What Ctrl-C does while moderations run, and a request to end (SIGTERM) likewise: the thread that waits for them is interrupted, stops its run and closes the engine. What has not
 * ended after a second is ended: children first, then the program.
 */
final class Interruption implements AutoCloseable {

    /* A person who presses Ctrl-C waits two seconds at most. */
    private static final long MILLIS_TO_END = 1000;
    private static final int ROUNDS_TO_REMOVE = 100;
    private static final long NANOS_BETWEEN_ROUNDS = 5_000_000;

    private final Path attempts;
    private final Thread owner = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, SignalHandler> before = new LinkedHashMap<>();

    private Interruption(Path attempts) {
        this.attempts = attempts;
        for (String signal : List.of("INT", "TERM")) {
            before.put(signal, Signal.handle(new Signal(signal), received -> abandon()));
        }
    }

    /** Takes over what Ctrl-C does, for the calling thread. */
    static Interruption handle(Home home) {
        return new Interruption(home.jobs().resolve("attempts"));
    }

    @Override
    public void close() {
        closed.countDown();
        before.forEach((signal, handler) -> Signal.handle(new Signal(signal), handler));
    }

    /*
     * Not by a shutdown hook: ONNX Runtime has one of its own, which takes the ground from under sessions that still run, and the process
     * crashes.
     */
    private void abandon() {
        owner.interrupt();
        try {
            if (closed.await(MILLIS_TO_END, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        System.err.println("moderato: interrupted");
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        // Found before anything is removed: meanwhile steps would make their folders anew.
        Optional<MethodHandle> exit = exitCall();
        for (int round = 0; round < ROUNDS_TO_REMOVE && Files.exists(attempts); round++) {
            removeOnce();
            LockSupport.parkNanos(NANOS_BETWEEN_ROUNDS);
        }
        leave(exit);
    }

    /* Steps still run and may make their folders anew; what they leave behind goes with the next round, or with the next attempt. */
    private void removeOnce() {
        try {
            MoreFiles.deleteRecursively(attempts);
        } catch (IOException stillWritten) {
            return;
        }
    }

    private static Optional<MethodHandle> exitCall() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find("_exit").map(call -> linker.downcallHandle(call, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
    }

    /* Ends the process at once: even halt() runs the native libraries' exit code, which crashes under a session that still runs. */
    private static void leave(Optional<MethodHandle> exit) {
        try {
            exit.orElseThrow().invokeExact(ExitCode.INTERRUPTED);
        } catch (Throwable noSuchCall) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }
}
