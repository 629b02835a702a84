package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;

/**
 * Bounds what moderations leave in a home: frames, sound and words go when the time that the user set is over, or a day after a moderation
 * was stopped or failed; all else of a run, its logs go after 30 days, when the cache does not know its steps any more. What an open run needs stays.
 */
record Sweep(Home home, ObjectStore store, Instant now) {

    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final Duration UNDECIDED = Duration.ofDays(1);
    private static final Duration RESULTS = Duration.ofDays(30);

    /**
     * Sweeps, at most once an hour.
     *
     * @param open the names of the runs that are open, and of those whose results they use
     */
    void whenDue(Supplier<Set<String>> open) throws IOException {
        Path last = home.jobs().resolve("swept");
        try {
            if (Instant.parse(Files.readString(last)).plus(BETWEEN).isAfter(now)) {
                return;
            }
        } catch (NoSuchFileException never) {
            Files.createDirectories(home.jobs());
        }
        Files.writeString(last, now.toString());
        sweep(open.get());
    }

    void sweep(Set<String> open) throws IOException {
        KeptRuns kept = new KeptRuns(home.jobs().resolve("kept"));
        Retention retention = new Retention(home, store, Duration.ZERO);
        for (Map.Entry<String, List<StoredObject>> run : byRun().entrySet()) {
            String name = run.getKey();
            if (open.contains(name)) {
                continue;
            }
            Instant newest = run.getValue().stream().map(StoredObject::modified).max(Comparator.naturalOrder()).orElse(now);
            Optional<Instant> until = kept.until(name);
            if (until.orElse(newest.plus(UNDECIDED)).isBefore(now)) {
                retention.personal(name);
                kept.forget(name);
            }
            if (newest.plus(RESULTS).isBefore(now) && until.filter(now::isBefore).isEmpty()) {
                for (StoredObject object : run.getValue()) {
                    store.remove(object.address());
                }
                removeLogs(name);
            }
        }
        for (String kind : List.of("videos/", "watchlists/", "policies/", "hash-lists/")) {
            for (StoredObject object : store.list(new ObjectAddress(ModerationInputs.BUCKET, kind))) {
                if (open.isEmpty() && linked(object).plus(kind.equals("videos/") ? UNDECIDED : RESULTS).isBefore(now)) {
                    store.remove(object.address());
                }
            }
        }
        removeOld(home.jobs().resolve("removed"));
        removeOld(home.jobs().resolve("digests"));
    }

    private Map<String, List<StoredObject>> byRun() throws IOException {
        Map<String, List<StoredObject>> runs = new TreeMap<>();
        String prefix = "runs/";
        for (StoredObject object : store.list(new ObjectAddress(ModerationInputs.BUCKET, prefix))) {
            String rest = object.address().key().substring(prefix.length());
            runs.computeIfAbsent(rest.substring(0, Math.max(0, rest.indexOf('/'))), name -> new ArrayList<>()).add(object);
        }
        return runs;
    }

    /* A link has its file's time; when it was made, its status tells. */
    private static Instant linked(StoredObject object) throws IOException {
        if (Files.getFileStore(object.file()).supportsFileAttributeView("unix")) {
            return ((FileTime) Files.getAttribute(object.file(), "unix:ctime")).toInstant();
        }
        return object.modified();
    }

    private void removeLogs(String run) throws IOException {
        for (String kept : List.of("logs", "descriptions", "continuous")) {
            for (Path file : files(home.jobs().resolve(kept))) {
                if (home.jobs().relativize(file).toString().contains("/pipelines-" + run + "-")) {
                    remove(file);
                }
            }
        }
    }

    private void removeOld(Path folder) throws IOException {
        for (Path file : files(folder)) {
            if (Files.getLastModifiedTime(file).toInstant().plus(RESULTS).isBefore(now)) {
                remove(file);
            }
        }
    }

    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        Path parent = Objects.requireNonNull(file.getParent());
        try (Stream<Path> others = Files.list(parent)) {
            if (others.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(parent);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
