package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shows what the jobs of a run write to their logs, each line behind the name of its step or state.
 *
 * <p>Jobs write their logs to files of the home, so this works beside whichever process runs them. What a job writes faster than a person
 * could read is passed over, and said to be.
 */
final class JobLogs implements AutoCloseable {

    private static final Pattern JOB = Pattern.compile("arn:[^:\"]*:sagemaker:[^:\"]*:[^:\"]*:(processing|training|transform|hyper-parameter-tuning)-job/([A-Za-z0-9-]+)");
    private static final String TUNING = "hyper-parameter-tuning";
    /* What a training job of a tuning job is called: the tuning job's name, so much of it, and the number. */
    private static final int TUNING_NAME_KEPT = 50;
    private static final long NANOS_BETWEEN_LOOKS = 100_000_000;

    private final Path logs;
    private final Consumer<String> lines;
    private final Map<String, Job> jobs = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /** A job that a step runs, and the logs of its hosts that were found so far. */
    private record Job(String step, String kind, String name, Map<Path, LogTail> tails) {
    }

    /** @param lines is told what to print, from several threads, one at a time */
    JobLogs(Home home, Consumer<String> lines) {
        this.logs = home.jobs().resolve("logs");
        this.lines = lines;
        this.thread = Thread.ofVirtual().start(this::watch);
    }

    /** Something happened in a step: a job that it names is followed, and when the step is over the rest of its log is shown. */
    synchronized void happened(String step, JsonNode event) {
        if (event.has("CacheHitResult") || event.has("SelectiveExecutionResult")) {
            return;
        }
        // Other events may tell of jobs that are over long since.
        JsonNode names = event.path("type").asText().equals("TaskSubmitted") ? event : event.path("Metadata");
        Matcher arn = JOB.matcher(names.toString());
        while (arn.find()) {
            Job job = new Job(step, arn.group(1), arn.group(2), new TreeMap<>());
            jobs.putIfAbsent(arn.group(), job);
        }
        jobs.values().stream().filter(job -> job.step().equals(step)).forEach(this::show);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
            showAll();
        }
    }

    private synchronized void showAll() {
        jobs.values().forEach(this::show);
    }

    private void show(Job job) {
        try {
            for (Path folder : folders(job)) {
                try (Stream<Path> files = Files.list(folder)) {
                    List<Path> hosts = files.sorted().toList();
                    String trial = job.kind().equals(TUNING) ? "/" + folder.getFileName().toString().replaceFirst(".*-(\\d+)-[0-9a-f]+$", "$1") : "";
                    for (Path host : hosts) {
                        String name = job.step() + trial + (hosts.size() > 1 ? "/" + host.getFileName().toString().replace(".log", "") : "");
                        job.tails().computeIfAbsent(host, file -> new LogTail(file, name, lines)).show();
                    }
                }
            }
        } catch (IOException goneMeanwhile) {
            return;
        }
    }

    /* ARNs are in lower case, names are not. */
    private List<Path> folders(Job job) throws IOException {
        Path kind = logs.resolve(job.kind().equals(TUNING) ? "training" : job.kind());
        if (!Files.isDirectory(kind)) {
            return List.of();
        }
        if (!job.kind().equals(TUNING) && !job.tails().isEmpty()) {
            return job.tails().keySet().stream().map(Path::getParent).distinct().toList();
        }
        String trials = job.name().substring(0, Math.min(TUNING_NAME_KEPT, job.name().length())).replaceAll("-+$", "") + "-";
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(kind)) {
            all.filter(folder -> job.kind().equals(TUNING) ? folder.getFileName().toString().regionMatches(true, 0, trials, 0, trials.length())
                    : folder.getFileName().toString().equalsIgnoreCase(job.name())).sorted().forEach(found::add);
        }
        return found;
    }

    /** Shows what is left, and ends. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        showAll();
    }
}
