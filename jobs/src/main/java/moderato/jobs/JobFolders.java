package moderato.jobs;

import java.nio.file.Path;

/**
 * The folders of one attempt of a job: what the container contract calls {@code /opt/ml}, wherever it really is.
 *
 * @param root the folder that stands for {@code /opt/ml}
 */
public record JobFolders(Path root) {

    /** The container's own name of {@link #root()}. */
    public static final String CONTAINER_ROOT = "/opt/ml";

    public JobFolders {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * The real place of a container path.
     *
     * @param containerPath an absolute path at or below {@code /opt/ml}, or one relative to it
     * @throws IllegalArgumentException when the path leads out of {@code /opt/ml}
     */
    public Path resolve(String containerPath) {
        String relative = containerPath;
        if (containerPath.equals(CONTAINER_ROOT)) {
            relative = "";
        } else if (containerPath.startsWith(CONTAINER_ROOT + "/")) {
            relative = containerPath.substring(CONTAINER_ROOT.length() + 1);
        } else if (containerPath.startsWith("/")) {
            throw new IllegalArgumentException("path is not below " + CONTAINER_ROOT + ": " + containerPath);
        }
        Path real = root.resolve(relative).normalize();
        if (!real.startsWith(root)) {
            throw new IllegalArgumentException("path leads out of " + CONTAINER_ROOT + ": " + containerPath);
        }
        return real;
    }

    /** The folder of a processing input: {@code /opt/ml/processing/input/<name>}. */
    public Path processingInput(String name) {
        return resolve("processing/input/" + name);
    }

    /** The folder of a processing output: {@code /opt/ml/processing/output/<name>}. */
    public Path processingOutput(String name) {
        return resolve("processing/output/" + name);
    }

    /** The folder of a training channel: {@code /opt/ml/input/data/<name>}. */
    public Path channel(String name) {
        return resolve("input/data/" + name);
    }

    /** Where a training job leaves its model and a serving container finds it: {@code /opt/ml/model}. */
    public Path model() {
        return resolve("model");
    }

    /** Where a training job keeps what lets it go on after an interruption: {@code /opt/ml/checkpoints}. */
    public Path checkpoints() {
        return resolve("checkpoints");
    }

    /** Where a job writes why it failed; the first 1,024 characters become its FailureReason. */
    public Path failureFile() {
        return resolve("output/failure");
    }

    /** Where a processing job leaves a message for its caller; the first 1,024 bytes become its ExitMessage. */
    public Path messageFile() {
        return resolve("output/message");
    }
}
