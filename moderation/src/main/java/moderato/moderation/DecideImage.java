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
 * The built-in image {@code moderato/decide}: {@code processing/input/timeline} and the one file in {@code processing/input/policy}, or the
 * shipped policy when there is none, give {@code package.json}, {@code report.html} and {@code decision.json} in
 * {@code processing/output/package}. The variable {@code MODERATO_FILE_NAME} says what the package calls the video.
 */
public final class DecideImage implements Image {

    static final String FILE_NAME = "MODERATO_FILE_NAME";
    /** A file of this name stands for nothing in an input that must not be empty. */
    private static final String NONE = "none";

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException {
        try {
            Path input = folders.processingInput("timeline");
            Timeline read = Timeline.read(input.resolve("timeline.json"));
            String name = configuration.environment().getOrDefault(FILE_NAME, read.video().file());
            ModerationPackage made = ModerationPackage.of(read.called(name), policy(folders.processingInput("policy")), Instant.now());
            Results.write(made, input.resolve(Results.PICTURES), folders.processingOutput("package"));
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
            List<Path> files = listed.filter(Files::isRegularFile).filter(file -> !file.endsWith(NONE)).toList();
            if (files.size() > 1) {
                throw new InvalidInputException("expected one policy, found " + files.size() + " files in the input 'policy'");
            }
            return files.isEmpty() ? Policy.standard() : Policy.load(files.getFirst());
        }
    }
}
