package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import moderato.analysis.Predictions;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The built-in image {@code moderato/aggregate}: every folder below {@code processing/input/steps} is a step's output, or the answers of a
 * batch transform, and {@code processing/input/frames} holds the frames. Writes {@code timeline.json} and the report's pictures ({@code pictures/}) into
 * {@code processing/output/timeline}: whoever decides needs no frames.
 */
public final class AggregateImage implements Image {

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException {
        try {
            Path frames = folders.processingInput("frames");
            Path output = folders.processingOutput("timeline");
            Timeline timeline = Aggregation.of(steps(folders, frames), frames, Instant.now());
            timeline.write(output.resolve("timeline.json"));
            Report.pictures(ModerationPackage.of(timeline, Policy.standard(), Instant.now()), frames, output.resolve(Results.PICTURES));
            return 0;
        } catch (InvalidInputException e) {
            return ImageFailure.report(folders, e);
        }
    }

    /** The steps' outputs; what a batch transform answered is written down as a step has it, with a folder inside for each further domain. */
    private static List<Path> steps(JobFolders folders, Path frames) throws IOException {
        List<Path> steps = new ArrayList<>();
        for (Path output : below(folders.processingInput("steps"))) {
            if (Predictions.in(output)) {
                Path joined = folders.resolve("/opt/ml/processing/joined").resolve(output.getFileName().toString());
                Predictions.write(output, frames, joined);
                steps.add(joined);
                steps.addAll(below(joined));
            } else {
                steps.add(output);
            }
        }
        return steps;
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }
}
