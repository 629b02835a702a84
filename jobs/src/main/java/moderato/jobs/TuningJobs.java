package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Tuning jobs, as CreateHyperParameterTuningJob describes them: training jobs that look for the best hyperparameters. */
final class TuningJobs extends Jobs {

    private static final int SUMMARIES_AT_MOST = 50;

    private final TrainingJobs training;

    TuningJobs(JobServices services, TrainingJobs training) {
        super(services, "tuning", "HyperParameterTuningJobName", "HyperParameterTuningJobArn", "HyperParameterTuningJobStatus");
        this.training = training;
    }

    @Override
    void run(JsonNode request, String name, JobRun run, ObjectNode description) throws IOException, InterruptedException, JobFailure {
        TuningPlan plan = TuningPlan.of(request, name, services());
        TuningRun tuning = new TuningRun(plan, request, name, description.path("HyperParameterTuningJobArn").asText(), services(), training, run);
        run.started();
        try {
            tuning.go();
        } finally {
            describe(tuning, description);
            plan.warm().bestOf(tuning.best()).ifPresent(best -> description.set("OverallBestTrainingJob", best));
        }
        if (tuning.best().isEmpty()) {
            throw JobFailure.client(whyNone(tuning.trials()));
        }
    }

    private static String whyNone(List<Trial> trials) {
        return trials.stream().filter(trial -> trial.status().equals("Failed")).findFirst()
                .map(trial -> "No training job of the tuning job succeeded; the first that failed is " + trial.job() + ": " + trial.summary().path("FailureReason").asText())
                .orElse("No training job wrote its objective metric to its log, so that none is the best; look at MetricDefinitions");
    }

    private void describe(TuningRun tuning, ObjectNode description) {
        List<Trial> trials = tuning.trials();
        description.putObject("TrainingJobStatusCounters").put("Completed", count(trials, "Completed")).put("InProgress", count(trials, "InProgress"))
                .put("RetryableError", 0).put("NonRetryableError", count(trials, "Failed")).put("Stopped", count(trials, "Stopped"));
        List<Trial> best = tuning.best();
        long ended = trials.stream().filter(Trial::ended).count();
        description.putObject("ObjectiveStatusCounters").put("Succeeded", best.size()).put("Pending", trials.size() - ended).put("Failed", ended - best.size());
        if (!best.isEmpty()) {
            description.set("BestTrainingJob", best.getFirst().summary());
        }
        ObjectNode details = description.putObject("TuningJobCompletionDetails");
        details.put("NumberOfTrainingJobsObjectiveNotImproving", tuning.sinceBest());
        if (tuning.converged()) {
            details.put("ConvergenceDetectedTime", now());
        }
        double seconds = trials.stream().mapToDouble(trial -> trial.summary().path("TrainingEndTime").asDouble() - trial.summary().path("TrainingStartTime").asDouble(trial.summary().path(
                "TrainingEndTime").asDouble())).sum();
        description.putObject("ConsumedResources").put("RuntimeInSeconds", Math.round(seconds));
        ArrayNode summaries = description.putArray("TrainingJobSummaries");
        Stream.concat(best.stream(), trials.stream().filter(trial -> trial.score().isEmpty())).limit(SUMMARIES_AT_MOST).forEach(trial -> summaries.add(trial.summary()));
    }

    private static long count(List<Trial> trials, String status) {
        return trials.stream().filter(trial -> trial.status().equals(status)).count();
    }
}
