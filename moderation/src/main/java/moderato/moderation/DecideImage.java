package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The built-in image {@code moderato/decide}: {@code processing/input/timeline/timeline.json} and the one file in
 * {@code processing/input/policy}, or the shipped policy when there is none, give {@code processing/output/package/package.json}.
 */
public final class DecideImage implements Image {

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException {
        try {
            Timeline timeline = Timeline.read(folders.processingInput("timeline").resolve("timeline.json"));
            ModerationPackage.of(timeline, policy(folders.processingInput("policy")), Instant.now())
                    .write(folders.processingOutput("package").resolve("package.json"));
            return 0;
        } catch (InvalidInputException e) {
            return ImageFailure.report(folders, e);
        }
    }

    private static Policy policy(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Policy.standard();
        }
        try (Stream<Path> listed = Files.list(folder)) {
            List<Path> files = listed.filter(Files::isRegularFile).toList();
            if (files.size() > 1) {
                throw new InvalidInputException("expected one policy, found " + files.size() + " files in the input 'policy'");
            }
            return files.isEmpty() ? Policy.standard() : Policy.load(files.getFirst());
        }
    }
}
