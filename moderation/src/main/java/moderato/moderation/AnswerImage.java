package moderato.moderation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * The built-in image {@code moderato/answer}: puts a person's decision into a package. Reads {@code processing/input/package} and
 * the variables {@code MODERATO_OUTCOME} ({@code approve} or {@code reject}),
 * {@code MODERATO_REASON} and {@code MODERATO_BY}; writes what {@link DecideImage} writes. The decision before goes to the history.
 */
public final class AnswerImage implements Image {

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException {
        try {
            ModerationPackage before = ModerationPackage.read(folders.processingInput("package").resolve("package.json"));
            Path pictures = folders.processingInput("package").resolve(Results.PICTURES);
            Map<String, String> answer = configuration.environment();
            ModerationPackage after = before.answered(outcome(answer.getOrDefault("MODERATO_OUTCOME", "")), answer.getOrDefault("MODERATO_REASON", ""),
                    answer.getOrDefault("MODERATO_BY", "somebody"), Instant.now());
            Results.write(after, pictures, folders.processingOutput("package"));
            return 0;
        } catch (InvalidInputException e) {
            return ImageFailure.report(folders, e);
        }
    }

    private static Outcome outcome(String answer) {
        return Arrays.stream(Outcome.values()).filter(outcome -> outcome != Outcome.REVIEW && outcome.json().equals(answer)).findFirst()
                .orElseThrow(() -> new InvalidInputException("a person's decision is approve or reject, not '" + answer + "'"));
    }
}
