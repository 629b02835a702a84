package moderato.moderation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import moderato.analysis.AskedDomains;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * A domain's image that always leaves a {@code step.json}: a domain that nobody asked for is not looked at, and one that cannot be looked
 * at counts as not covered, which the policy sees. So a pipeline needs no branches, and ends with a decision whatever fails.
 *
 * <p>What is asked for, {@link AskedDomains} tells. What failed says {@link #NO_STORE} in its
 * message, so that it is tried again and not taken from a cache.
 *
 * @param domain the domain
 * @param folder the name of its output folder
 * @param image what looks at it
 */
record CoveredImage(String domain, String folder, Image image) implements Image {

    /** The first word of the message of a job whose success is not to be kept in a cache. */
    static final String NO_STORE = "no-store";

    private static final int MESSAGE_CHARACTERS = 200;

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        Path output = folders.processingOutput(folder);
        if (!AskedDomains.contain(domain, configuration.environment())) {
            report(output, "notRequested", "nobody asked for it");
            return 0;
        }
        Optional<String> failure = failure(folders, configuration);
        if (failure.isPresent()) {
            configuration.log().println(failure.get());
            report(output, "failed", failure.get());
            Files.createDirectories(folders.messageFile().toAbsolutePath().getParent());
            String message = NO_STORE + ": " + domain + " failed: " + failure.get();
            Files.write(folders.messageFile(), message.substring(0, Math.min(message.length(), MESSAGE_CHARACTERS)).getBytes(StandardCharsets.UTF_8));
        }
        return 0;
    }

    private Optional<String> failure(JobFolders folders, JobConfiguration configuration) throws InterruptedException {
        try {
            int code = image.run(folders, configuration);
            if (code == 0) {
                return Optional.empty();
            }
            Path file = folders.failureFile();
            String reason = Files.isRegularFile(file) ? Files.readString(file).strip() : "it ended with exit code " + code + " and no reason";
            Files.deleteIfExists(file);
            return Optional.of(reason);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace(configuration.log());
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void report(Path output, String status, String reason) throws IOException {
        ObjectNode report = Json.MAPPER.createObjectNode().put("domain", domain).put("status", status).put("reason", reason);
        report.putArray("models");
        report.putObject("counts");
        Files.createDirectories(output);
        Files.writeString(output.resolve("step.json"), report.toString());
    }
}
