package moderato.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import moderato.jobs.JobServices;
import moderato.jobs.ObjectDigests;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;

/**
 * Takes away what a moderation needed and nobody needs any more: frames, sound, what was said and written, who was seen, and the video
 * itself (a link). Digests are remembered, so that the same video is known again.
 *
 * @param keep how long the user wants to have frames, sound and words after the decision
 */
record Retention(Home home, ObjectStore store, Duration keep) {

    static final List<String> PERSONAL = List.of("ingest/frames/frames/base/", "ingest/frames", "ingest/sound", "refine/frames", "faces/faces", "text/text", "speech/speech", "toxicity/toxicity");

    /** A run is decided, or will not be: takes away what it worked on. */
    void decided(String runName, Map<String, String> parameters) throws IOException {
        ObjectDigests digests = new ObjectDigests(services());
        if (keep.isPositive()) {
            new KeptRuns(home.jobs().resolve("kept")).keep(runName, Instant.now().plus(keep));
        } else {
            personal(runName);
        }
        for (ObjectAddress input : inputs(parameters)) {
            remember(digests, input);
            store.removeBelow(input);
        }
    }

    /** Whether a step failed because an input of its run was taken away after another run's decision. */
    static boolean tookAway(Map<String, String> parameters, String reason) {
        return (reason.contains("No S3 objects found") || reason.contains("was taken away")) && inputs(parameters).stream().anyMatch(input -> reason.contains(input.toString()));
    }

    /* Those that go at the decision. */
    private static List<ObjectAddress> inputs(Map<String, String> parameters) {
        return Stream.of("Video", "Watchlist").flatMap(input -> Optional.ofNullable(parameters.get(input)).stream()).filter(uri -> !uri.contains("/none/")).map(ObjectAddress::parse).toList();
    }

    /** Takes away a run's frames, sound and words. */
    void personal(String runName) throws IOException {
        ObjectDigests digests = new ObjectDigests(services());
        List<ObjectAddress> prefixes = PERSONAL.stream().map(part -> new ObjectAddress(ModerationInputs.BUCKET, "runs/" + runName + "/" + part)).toList();
        // One lies inside another: all are remembered before the first goes.
        for (ObjectAddress prefix : prefixes) {
            remember(digests, prefix);
        }
        for (ObjectAddress prefix : prefixes) {
            store.removeBelow(prefix);
        }
    }

    private void remember(ObjectDigests digests, ObjectAddress prefix) throws IOException {
        if (store.list(prefix).isEmpty()) {
            return;
        }
        Optional<String> digest = digests.prefix(prefix.toString());
        if (digest.isPresent()) {
            services().removed().remember(prefix.toString(), digest.get());
        }
    }

    private JobServices services() {
        return Engines.jobs(home, store, (job, line) -> {
        });
    }
}
