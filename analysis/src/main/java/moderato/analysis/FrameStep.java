package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.models.ModelStore;

/**
 * What the steps that look at frames are given.
 *
 * @param input the folder with {@code frames.jsonl} and {@code frames/}
 * @param output where the step writes
 * @param models the models it may use
 * @param frames all candidate frames
 * @param selection which of them are looked at
 * @param selected those looked at to begin with
 * @param threads how many to look at at once
 * @param arguments everything else
 */
record FrameStep(
        Path input,
        Path output,
        ModelStore models,
        List<VideoFrame> frames,
        FrameSelection selection,
        List<VideoFrame> selected,
        int threads,
        StepArguments arguments) {

    /** The arguments that every such step understands. */
    private static final List<String> COMMON = List.of("input", "output", "models", "select", "threads");

    FrameStep {
        frames = List.copyOf(frames);
        selected = List.copyOf(selected);
    }

    /**
     * Reads a step's arguments and frames.
     *
     * @param name the step's name, which its default output folder bears
     * @param own the names of the arguments that only this step understands
     */
    static FrameStep open(String name, JobFolders folders, JobConfiguration configuration, String... own) throws IOException {
        String[] known = Stream.concat(COMMON.stream(), List.of(own).stream()).toArray(String[]::new);
        StepArguments arguments = StepArguments.parse(configuration.arguments(), known);
        Path input = arguments.path("input", folders, "/opt/ml/processing/input/ingest");
        if (!Files.isDirectory(input)) {
            throw new IOException("the input folder is not there: " + input);
        }
        List<VideoFrame> frames = VideoFrame.read(input);
        FrameSelection selection = FrameSelection.of(arguments.text("select").orElse("all"));
        return new FrameStep(
                input,
                Files.createDirectories(arguments.path("output", folders, "/opt/ml/processing/output/" + name)),
                ModelStore.readOnly(arguments.path("models", folders, "/opt/ml/processing/input/models")),
                frames,
                selection,
                selection.of(frames),
                arguments.count("threads", Cores.toUse()),
                arguments);
    }

    /** Whether the video has no picture at all. */
    boolean nothingToSee() {
        return frames.isEmpty();
    }

    Bitmap picture(VideoFrame frame) throws IOException {
        return Bitmap.read(frame.file(input));
    }
}
