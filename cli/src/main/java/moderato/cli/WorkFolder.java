package moderato.cli;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Where the steps of one moderation keep what they pass on: frames, sound, transcripts. It goes when the moderation does, however it ends:
 * at its end, when the program is told to end (Ctrl-C: the moderation is interrupted first, and children that stay are ended), and, after a
 * crash, when the program is next used.
 */
final class WorkFolder implements AutoCloseable {

    /* A person who presses Ctrl-C waits two seconds at most. */
    private static final long MILLIS_TO_END = 1000;
    private static final int ROUNDS_TO_REMOVE = 100;
    private static final long NANOS_BETWEEN_ROUNDS = 5_000_000;

    private final Path folder;
    private final Thread owner = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread atExit;
    private final SignalHandler before;

    private WorkFolder(Path folder) {
        this.folder = folder;
        this.atExit = new Thread(() -> removeQuietly(folder));
        this.before = Signal.handle(new Signal("INT"), signal -> abandon());
    }

    static WorkFolder open(Home home) throws IOException {
        Path all = Files.createDirectories(home.folder().resolve("work"));
        removeLeftovers(all);
        WorkFolder work = new WorkFolder(Files.createTempDirectory(all, ProcessHandle.current().pid() + "-"));
        Runtime.getRuntime().addShutdownHook(work.atExit);
        return work;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        removeQuietly(folder);
        closed.countDown();
        Signal.handle(new Signal("INT"), before);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            return;
        }
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
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        removeFromUnderSteps();
        leave();
    }

    /*
     * Steps still run and would make their folders anew. So the folder is moved away in one step, and a file takes its name, below which
     * nothing can be made; the file goes last.
     */
    private void removeFromUnderSteps() {
        for (int round = 0; round < ROUNDS_TO_REMOVE && !Files.isRegularFile(folder); round++) {
            try {
                Files.move(folder, folder.resolveSibling(folder.getFileName() + "-" + round), StandardCopyOption.ATOMIC_MOVE);
                Files.createFile(folder);
            } catch (IOException madeAnew) {
                continue;
            }
        }
        for (int round = 0; round < ROUNDS_TO_REMOVE; round++) {
            Path moved = folder.resolveSibling(folder.getFileName() + "-" + round);
            if (Files.exists(moved)) {
                removeQuietly(moved);
            }
        }
        removeQuietly(folder);
    }

    /* Ends the process at once: even halt() runs the native libraries' exit code, which crashes under a session that still runs. */
    private static void leave() {
        try {
            Linker linker = Linker.nativeLinker();
            linker.downcallHandle(linker.defaultLookup().find("_exit").orElseThrow(), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(ExitCode.INTERRUPTED);
        } catch (Throwable noSuchCall) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    private static void removeLeftovers(Path all) throws IOException {
        try (Stream<Path> folders = Files.list(all)) {
            for (Path folder : folders.toList()) {
                String pid = folder.getFileName().toString().replaceFirst("-.*", "");
                if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    removeQuietly(folder);
                }
            }
        }
    }

    /* Steps that are just ending may still write; what they leave behind goes with the next round, or with the next start. */
    private static void removeQuietly(Path folder) {
        for (int round = 0; round < ROUNDS_TO_REMOVE && Files.exists(folder); round++) {
            if (round > 0) {
                LockSupport.parkNanos(NANOS_BETWEEN_ROUNDS);
            }
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error) throws IOException {
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException stillWritten) {
                continue;
            }
        }
    }
}
