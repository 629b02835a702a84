package moderato.moderation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The built-in image {@code moderato/aggregate}: every folder below {@code processing/input/steps} is a step's output, and
 * {@code processing/input/frames} holds the frames. Writes {@code timeline.json} and the report's pictures ({@code pictures/}) into
 * {@code processing/output/timeline}: whoever decides needs no frames.
 */
public final class AggregateImage implements Image {

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException {
        try {
            Path frames = folders.processingInput("frames");
            Path output = folders.processingOutput("timeline");
            Timeline timeline = Aggregation.below(folders.processingInput("steps"), frames, Instant.now());
            timeline.write(output.resolve("timeline.json"));
            Report.pictures(ModerationPackage.of(timeline, Policy.standard(), Instant.now()), frames, output.resolve(Results.PICTURES));
            return 0;
        } catch (InvalidInputException e) {
            return ImageFailure.report(folders, e);
        }
    }
}
