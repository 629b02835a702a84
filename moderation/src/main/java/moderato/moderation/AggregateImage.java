package moderato.moderation;

import java.io.IOException;
import java.time.Instant;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The built-in image {@code moderato/aggregate}: every folder below {@code processing/input} is a step's output, and
 * {@code processing/output/timeline/timeline.json} is written.
 */
public final class AggregateImage implements Image {

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException {
        try {
            Aggregation.below(folders.resolve("processing/input"), Instant.now())
                    .write(folders.processingOutput("timeline").resolve("timeline.json"));
            return 0;
        } catch (InvalidInputException e) {
            return ImageFailure.report(folders, e);
        }
    }
}
