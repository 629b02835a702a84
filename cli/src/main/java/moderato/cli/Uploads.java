package moderato.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that have come into a folder whole.
 *
 * <p>A file is whole when it was the same at two looks, has not been written to for a while, and no program has it open for writing (where
 * the system tells, as Linux does). Hidden files, what programs call a copy under way, what this program writes, and the folder of
 * unreadable files are passed over.
 *
 * @param settle how long a file has to be left alone
 */
final class Uploads {

    /** The folder inside the watched one that unreadable files are moved to. */
    static final String UNREADABLE = "unreadable";

    private static final Pattern PASSED_OVER = Pattern.compile("(?s)\\..*|.*\\.(part|partial|tmp|crdownload|filepart|moderation\\.json|moderation\\.html)|.*~");

    private final Path folder;
    private final Duration settle;
    private final InstantSource clock;
    private Map<Path, Look> before = new HashMap<>();

    Uploads(Path folder, Duration settle, InstantSource clock) throws IOException {
        // Whom a file is open for is told by the file's own path, without links.
        this.folder = folder.toRealPath();
        this.settle = settle;
        this.clock = clock;
    }

    /** A file as it was at one look. */
    record Look(long bytes, Instant changed) {
    }

    /** A file that has come in whole. */
    record Upload(Path file, String key, Look look) {
    }

    /** Whether the last look saw files that are not whole yet. */
    boolean waiting(List<Upload> whole) {
        return before.size() > whole.size();
    }

    /** Looks at the folder: the files that are whole now, in the order of their names. */
    List<Upload> look() throws IOException {
        Map<Path, Look> now = files();
        List<Path> quiet = new ArrayList<>();
        Instant since = clock.instant().minus(settle);
        now.forEach((file, look) -> {
            if (look.equals(before.get(file)) && !look.changed().isAfter(since)) {
                quiet.add(file);
            }
        });
        before = now;
        quiet.removeAll(OpenFiles.written(Set.copyOf(quiet)));
        quiet.sort(null);
        return quiet.stream().map(file -> new Upload(file, key(file), Objects.requireNonNull(now.get(file)))).toList();
    }

    private String key(Path file) {
        StringBuilder key = new StringBuilder();
        folder.relativize(file).forEach(part -> key.append(key.isEmpty() ? "" : "/").append(part));
        return key.toString();
    }

    private Map<Path, Look> files() throws IOException {
        Map<Path, Look> files = new HashMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean passedOver = !directory.equals(folder) && (directory.equals(folder.resolve(UNREADABLE)) || String.valueOf(directory.getFileName()).startsWith("."));
                return passedOver ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !PASSED_OVER.matcher(String.valueOf(file.getFileName())).matches()) {
                    files.put(file, new Look(attributes.size(), attributes.lastModifiedTime().toInstant()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                if (file.equals(folder)) {
                    throw gone;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** Which files programs have open for writing, as /proc tells it; none where there is no /proc. */
    private static final class OpenFiles {

        private static final Path PROCESSES = Path.of("/proc");
        private static final int ACCESS_MODE = 3;

        static Set<Path> written(Set<Path> candidates) {
            if (candidates.isEmpty() || !Files.isDirectory(PROCESSES)) {
                return Set.of();
            }
            Set<Path> written = new HashSet<>();
            try (Stream<Path> processes = Files.list(PROCESSES)) {
                processes.filter(process -> process.getFileName().toString().matches("\\d+")).forEach(process -> look(process, candidates, written));
            } catch (IOException | UncheckedIOException cannotSee) {
                return written;
            }
            return written;
        }

        /* Other users' processes, and those that have just ended, cannot be looked into. */
        private static void look(Path process, Set<Path> candidates, Set<Path> written) {
            List<Path> descriptors;
            try (Stream<Path> open = Files.list(process.resolve("fd"))) {
                descriptors = open.toList();
            } catch (IOException | UncheckedIOException cannotSee) {
                return;
            }
            for (Path descriptor : descriptors) {
                try {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (candidates.contains(file) && isWriting(process.resolve("fdinfo").resolve(descriptor.getFileName()))) {
                        written.add(file);
                    }
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }

        private static boolean isWriting(Path facts) throws IOException {
            return Files.readAllLines(facts).stream().filter(line -> line.startsWith("flags:")).anyMatch(line -> (Long.parseLong(line.substring("flags:".length()).strip(), 8) & ACCESS_MODE) != 0);
        }
    }
}
