package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import moderato.kernel.TaskFailedException;

/**
 * One tuning job at work: starts trials, learns how they end, and says when it is enough.
 *
 * <p>Every trial is kept when it starts and when it ends. A tuning job that is asked for again after a crash runs the trials again that had
 * not ended, under their own names and with their own values, and no other.
 */
final class TuningRun {

    private static final int BASE_AT_MOST = 50;
    private static final String REQUEST = "request";
    private static final int CONVERGED_FROM = 20;
    private static final int NO_BETTER = 10;
    private static final double HARDLY = 0.01;

    private final TuningPlan plan;
    private final JsonNode request;
    private final String name;
    private final String arnPrefix;
    private final JobServices services;
    private final TrainingJobs training;
    private final JobRun run;
    private final JobDescriptions kept;
    private final Instant began;
    private final Map<Integer, Trial> trials = new TreeMap<>();
    private final Map<Integer, List<Double>> showing = new ConcurrentHashMap<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    /** @param request the tuning job's own; trials kept of another request under the same name do not count */
    TuningRun(TuningPlan plan, JsonNode request, String name, String arn, JobServices services, TrainingJobs training, JobRun run) {
        this.plan = plan;
        this.request = request;
        this.name = name;
        this.arnPrefix = arn.substring(0, Math.max(0, arn.lastIndexOf(':') + 1)) + "training-job/";
        this.services = services;
        this.training = training;
        this.run = run;
        this.kept = trials(services);
        this.began = services.clock().instant();
    }

    /** Runs trials until it is enough. */
    void go() throws IOException, InterruptedException, JobFailure {
        recall();
        List<Trial> unfinished = new ArrayList<>(trials().stream().filter(trial -> !trial.ended()).toList());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Trial> running = new ExecutorCompletionService<>(threads);
            int open = 0;
            try {
                while (true) {
                    while (open < plan.parallel() && !over()) {
                        Optional<Trial> next = unfinished.isEmpty() ? another() : Optional.of(unfinished.removeFirst());
                        if (next.isEmpty()) {
                            break;
                        }
                        keep(next.get());
                        running.submit(() -> train(next.get()));
                        open++;
                    }
                    if (open == 0) {
                        for (Trial given : unfinished) {
                            keep(ended(given, "Stopped", List.of()));
                        }
                        return;
                    }
                    keep(running.take().get());
                    open--;
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                switch (e.getCause()) {
                    case InterruptedException stopped -> throw stopped;
                    case JobFailure failure -> throw failure;
                    case null, default -> throw new IOException("a training job of the tuning job broke: " + e.getCause(), e);
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private void recall() throws IOException {
        if (kept.find(name, REQUEST).filter(earlier -> earlier.toString().equals(request.toString())).isEmpty()) {
            Folders.remove(kept.folder().resolve(name));
            kept.keep(name, REQUEST, request);
        }
        kept(services, name).forEach(trial -> trials.put(trial.number(), trial));
    }

    private static JobDescriptions trials(JobServices services) {
        return new JobDescriptions(services.folder().resolve("tuning"));
    }

    /** The trials of a tuning job as they were kept. */
    static List<Trial> kept(JobServices services, String name) throws IOException {
        return trials(services).all(name).stream().filter(json -> json.has("number")).map(Trial::of).toList();
    }

    /** Every trial so far, in the order of their starts. */
    synchronized List<Trial> trials() {
        return List.copyOf(trials.values());
    }

    /** Those with a value of the objective, best first. */
    List<Trial> best() {
        return trials().stream().filter(trial -> trial.score().isPresent())
                .sorted(Comparator.comparing((Trial trial) -> trial.score().orElseThrow()).reversed().thenComparing(Trial::number)).toList();
    }

    /** How many trials ended since the best one. */
    long sinceBest() {
        List<Trial> best = best();
        return best.isEmpty() ? 0 : trials().stream().filter(trial -> trial.ended() && trial.number() > best.getFirst().number()).count();
    }

    /**
     * Whether the last training jobs hardly bettered the best one: by less than a hundredth of what lies between the best and the middle.
     */
    boolean converged() {
        List<Double> scores = trials().stream().flatMap(trial -> trial.score().stream()).toList();
        if (scores.size() < CONVERGED_FROM) {
            return false;
        }
        double best = Collections.max(scores);
        double before = Collections.max(scores.subList(0, scores.size() - NO_BETTER));
        return best - before <= HARDLY * (best - scores.stream().sorted().toList().get(scores.size() / 2));
    }

    private boolean over() {
        boolean late = plan.longest().filter(longest -> began.plus(longest).isBefore(services.clock().instant())).isPresent();
        boolean reached = plan.target().isPresent() && best().stream().findFirst()
                .filter(trial -> trial.score().orElseThrow() >= (trial.maximize() ? plan.target().get() : -plan.target().get())).isPresent();
        if (late || reached || sinceBest() >= plan.notImproving() || plan.untilConverged() && converged()) {
            enough.set(true);
        }
        return enough.get();
    }

    private synchronized void keep(Trial trial) throws IOException {
        trials.put(trial.number(), trial);
        kept.keep(name, "trial-" + trial.number(), trial.toJson());
    }

    /* Definitions take turns; one whose search has come to its end is passed over. */
    private Optional<Trial> another() {
        List<Trial> earlier = trials();
        int number = earlier.size();
        if (number >= plan.most()) {
            return Optional.empty();
        }
        for (int turn = 0; turn < plan.definitions().size(); turn++) {
            int index = (number + turn) % plan.definitions().size();
            TuningDefinition definition = plan.definitions().get(index);
            List<Trial> own = earlier.stream().filter(trial -> trial.definition() == index).toList();
            Optional<List<Double>> places = definition.search().next(own.size(), own);
            if (places.isPresent()) {
                Trial trial = new Trial(number, index, trialName(number), places.get(), "InProgress", List.of(), definition.maximize(), JsonNodeFactory.instance.objectNode());
                return Optional.of(new Trial(number, index, trial.job(), trial.places(), trial.status(), List.of(), trial.maximize(), summary(trial, services.clock().millis() / 1000.0)));
            }
        }
        return Optional.empty();
    }

    private String trialName(int number) {
        String base = name.substring(0, Math.min(BASE_AT_MOST, name.length())).replaceAll("-+$", "");
        return String.format("%s-%03d-%s", base, number + 1, HexFormat.of().toHexDigits((name + "#" + number).hashCode() * 0x9E3779B1));
    }

    private ObjectNode summary(Trial trial, double created) {
        TuningDefinition definition = plan.definitions().get(trial.definition());
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        if (definition.definition().has("DefinitionName")) {
            summary.put("TrainingJobDefinitionName", definition.definition().path("DefinitionName").asText());
        }
        summary.put("TrainingJobName", trial.job()).put("TrainingJobArn", arnPrefix + trial.job()).put("CreationTime", created).put("TrainingJobStatus", trial.status());
        summary.set("TunedHyperParameters", definition.tuned(trial.places()));
        return summary.put("ObjectiveStatus", "Pending");
    }

    private Trial train(Trial trial) throws IOException, InterruptedException, JobFailure {
        TuningDefinition definition = plan.definitions().get(trial.definition());
        Metrics metrics = new Metrics(definition.metrics());
        AtomicBoolean early = new AtomicBoolean();
        JobRun asked = new JobRun(run.settings(), () -> run.stopping().getAsBoolean() || early.get() || enough.get(), line -> {
            int before = metrics.series(definition.metric()).size();
            metrics.line(line);
            List<Double> series = values(metrics, definition);
            if (series.size() > before) {
                showing.put(trial.number(), series);
                if (definition.earlyStopping().stops(new EarlyStopping.Progress(trial.number(), series, false), others(trial), definition.maximize())) {
                    early.set(true);
                }
            }
        }, () -> {
        });
        try {
            training.run(definition.request(trial), arnPrefix + trial.job(), asked, submitted -> {
            });
        } catch (TaskFailedException failed) {
            return ended(trial, "Failed", values(metrics, definition));
        } catch (InterruptedException stopped) {
            if (run.stopping().getAsBoolean() || !early.get() && !enough.get()) {
                throw stopped;
            }
        }
        boolean stopped = early.get() || services.descriptions().find("training", trial.job()).filter(found -> found.path("TrainingJobStatus").asText().equals("Stopped")).isPresent();
        return ended(trial, stopped ? "Stopped" : "Completed", values(metrics, definition));
    }

    private static List<Double> values(Metrics metrics, TuningDefinition definition) {
        return metrics.series(definition.metric()).stream().filter(Double::isFinite).toList();
    }

    private List<EarlyStopping.Progress> others(Trial trial) {
        return trials().stream().filter(other -> other.definition() == trial.definition() && other.number() != trial.number())
                .map(other -> new EarlyStopping.Progress(other.number(), other.ended() ? other.series() : showing.getOrDefault(other.number(), List.of()), other.status().equals("Completed")))
                .toList();
    }

    private Trial ended(Trial trial, String status, List<Double> series) throws IOException {
        ObjectNode summary = trial.summary().deepCopy().put("TrainingJobStatus", status);
        services.descriptions().find("training", trial.job()).ifPresent(description -> {
            for (String member : List.of("TrainingStartTime", "TrainingEndTime", "FailureReason")) {
                Optional.ofNullable(description.get(member)).ifPresent(value -> summary.set(member, value));
            }
        });
        boolean found = !series.isEmpty() && !status.equals("Failed");
        if (found) {
            summary.putObject("FinalHyperParameterTuningJobObjectiveMetric").put("Type", trial.maximize() ? "Maximize" : "Minimize")
                    .put("MetricName", plan.definitions().get(trial.definition()).metric()).put("Value", series.getLast());
        }
        return trial.ended(status, series, summary.put("ObjectiveStatus", found ? "Succeeded" : "Failed"));
    }
}
