package moderato.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of job, and how the service's API writes each. */
public enum JobKind {
    /** CreateProcessingJob and what goes with it. */
    PROCESSING("ProcessingJob", "processing", "processing-job"),
    /** CreateTrainingJob. */
    TRAINING("TrainingJob", "training", "training-job"),
    /** CreateTransformJob. */
    TRANSFORM("TransformJob", "transform", "transform-job"),
    /** CreateHyperParameterTuningJob. */
    TUNING("HyperParameterTuningJob", "tuning", "hyper-parameter-tuning-job");

    private static final String ACCOUNT = "arn:aws:sagemaker:us-east-1:000000000000:";

    private final String apiName;
    private final String folder;
    private final String arnPart;

    JobKind(String apiName, String folder, String arnPart) {
        this.apiName = apiName;
        this.folder = folder;
        this.arnPart = arnPart;
    }

    /** The kind by its name in the API, such as {@code TrainingJob}. */
    public static Optional<JobKind> of(String apiName) {
        return Arrays.stream(values()).filter(kind -> kind.apiName.equals(apiName)).findFirst();
    }

    /** Its name in the API, such as {@code TrainingJob}. */
    public String apiName() {
        return apiName;
    }

    /** The resource that does such a job, such as {@code job:training}. */
    public String resource() {
        return "job:" + folder;
    }

    /** The member of its requests that names the job. */
    public String nameMember() {
        return apiName + "Name";
    }

    /** The member of its answers that holds the ARN. */
    public String arnMember() {
        return apiName + "Arn";
    }

    /** The member of its descriptions that says how it stands. */
    public String statusMember() {
        return apiName + "Status";
    }

    /** The ARN of a job that no pipeline made. */
    public String arn(String name) {
        return ACCOUNT + arnPart + "/" + name.toLowerCase(Locale.ROOT);
    }

    /** The kind's name among descriptions. */
    String folder() {
        return folder;
    }
}
