package moderato.jobs;

import moderato.kernel.TaskFailedException;

/** A job that cannot go on, by the class of error that retry policies look at. */
final class JobFailure extends Exception {

    private static final long serialVersionUID = 1;

    private static final String NEEDS_DOCKER = "NeedsDocker";
    private static final String INPUT_REMOVED = "InputRemoved";

    private final String error;

    private JobFailure(String error, String message) {
        super(message);
        this.error = error;
    }

    /** The request, its data or its script is at fault. */
    static JobFailure client(String message) {
        return new JobFailure("ClientError", message);
    }

    /** The job's own program failed. */
    static JobFailure algorithm(String message) {
        return new JobFailure("AlgorithmError", message);
    }

    /** Something that it reads was taken away on purpose; whoever knows what made it can have it made again. */
    static JobFailure inputRemoved(String address) {
        return new JobFailure(INPUT_REMOVED, address + " was taken away before the job was done with it");
    }

    /** It needs Docker, which cannot be had. */
    static JobFailure needsDocker(String message) {
        return new JobFailure(NEEDS_DOCKER, message);
    }

    /** This program or this machine is at fault. */
    static JobFailure internal(String message) {
        return new JobFailure("InternalServerError", message);
    }

    /** What the service's description of the job shows. */
    String failureReason() {
        return error + ": " + getMessage();
    }

    /** The same for the run that asked for the job. */
    TaskFailedException toTaskFailure() {
        return new TaskFailedException(error, failureReason());
    }
}
