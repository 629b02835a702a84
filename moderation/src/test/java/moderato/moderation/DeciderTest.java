package moderato.moderation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeciderTest {

    private final Map<String, Coverage.Domain> domains = new LinkedHashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();

    DeciderTest() {
        for (String domain : Domains.STANDARD) {
            domains.put(domain, analysed(40));
        }
    }

    @Test
    void approvesAVideoThatWasLookedAtAndShowsNothing() {
        see("objects", "cup", 3, 6, 0.9, 0.9);
        Decision decision = decide(Policy.standard());
        assertThat(decision.outcome()).isEqualTo(Outcome.APPROVE);
        assertThat(decision.severity()).isEqualTo(Severity.NONE);
        assertThat(decision.rule()).isEqualTo(Decision.NO_RULE);
    }

    @Test
    void rejectsNudityThatLastsAndReviewsAGlimpse() {
        see("nudity", "nsfw", 10, 12, 0.9, 0.95, 0.9);
        assertThat(decide(Policy.standard())).satisfies(decision -> {
            assertThat(decision.outcome()).isEqualTo(Outcome.REJECT);
            assertThat(decision.rule()).isEqualTo("explicit-nudity");
            assertThat(decision.evidence()).containsExactly("nudity-1");
            assertThat(decision.reason()).contains("0:10");
        });
        evidence.clear();
        see("nudity", "nsfw", 10, 12, 0.3, 0.95, 0.3);
        assertThat(decide(Policy.standard()).outcome()).isEqualTo(Outcome.REVIEW);
    }

    @Test
    void leavesCartoonsThatScoreUpTo44PercentAlone() {
        see("nudity", "nsfw", 0, 5, 0.44, 0.3, 0.41, 0.44);
        assertThat(decide(Policy.standard()).outcome()).isEqualTo(Outcome.APPROVE);
    }

    @Test
    void allowsAdultsMoreThanChildren() {
        see("nudity", "nsfw", 10, 12, 0.9, 0.95, 0.9);
        Decision decision = decide(Policy.standard().forAudience(Audience.ADULT));
        assertThat(decision.outcome()).isEqualTo(Outcome.APPROVE);
        assertThat(decision.rule()).isEqualTo("explicit-nudity-noted");
    }

    @Test
    void asksAStillPictureForTheOneFrameItHas() {
        domains.put("nudity", analysed(1));
        see("nudity", "nsfw", 0, 0, 0.95);
        assertThat(decide(Policy.standard()).outcome()).isEqualTo(Outcome.REJECT);
    }

    @Test
    void neverApprovesWithoutARequiredDomain() {
        for (Coverage.Status status : List.of(Coverage.Status.FAILED, Coverage.Status.NOT_REQUESTED)) {
            domains.put("nudity", Coverage.Domain.of(status, "for the test"));
            Decision decision = decide(Policy.standard());
            assertThat(decision.outcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.rule()).isEqualTo(Decider.MISSING_COVERAGE);
            assertThat(decision.reason()).contains("nudity");
        }
        domains.remove("nudity");
        assertThat(decide(Policy.standard()).outcome()).isEqualTo(Outcome.REVIEW);
    }

    @Test
    void neverApprovesWhatAModelOfTheUsersFailedToLookAt() {
        domains.put("weapons", Coverage.Domain.of(Coverage.Status.FAILED, "an input of another shape"));
        Decision decision = decide(Policy.standard());
        assertThat(decision.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.reason()).contains("weapons failed");
        domains.put("weapons", Coverage.Domain.of(Coverage.Status.NOT_REQUESTED, "for the test"));
        assertThat(decide(Policy.standard()).outcome()).isEqualTo(Outcome.APPROVE);
    }

    @Test
    void asksNobodyToHearASilentVideo() {
        domains.put("speech", Coverage.Domain.of(Coverage.Status.ABSENT, "no sound"));
        domains.put("toxicity", Coverage.Domain.of(Coverage.Status.ABSENT, "no sound"));
        assertThat(decide(Policy.standard()).outcome()).isEqualTo(Outcome.APPROVE);
    }

    @Test
    void reviewsSpeechThatNoModelUnderstandsAndStretchesThatNobodySaw() {
        Coverage.SpeechSegment german = new Coverage.SpeechSegment(1, 5, "de", false);
        domains.put("speech", new Coverage.Domain(Coverage.Status.ANALYSED, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(List.of(german)), Optional.empty()));
        assertThat(decide(Policy.standard()).reason()).contains("4.0 seconds of speech");
        domains.put("speech", analysed(40));
        domains.put("nudity", new Coverage.Domain(Coverage.Status.ANALYSED, Optional.empty(), Optional.of(40), Optional.of(9.0),
                Optional.empty(), Optional.empty()));
        assertThat(decide(Policy.standard()).reason()).contains("nudity has not seen 9.0 seconds");
    }

    @Test
    void reviewsALabelThatNothingMaps() {
        see("objects", "bazooka", 1, 2, 0.4);
        Decision decision = decide(Policy.standard());
        assertThat(decision.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.rule()).isEqualTo(Decider.UNKNOWN_LABEL);
        assertThat(decision.evidence()).containsExactly("objects-1");
    }

    @Test
    void rejectsTheStopListWhateverThePolicySays() {
        evidence.add(new Evidence("known-1", "known", "case 7", List.of("Known Content", "Stop List", "case 7"), 0, 2, 0, 1, "pdq",
                List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
        Policy lax = Policy.parse("lax.yaml", "{name: lax, required: [], rules: []}");
        assertThat(decide(lax).outcome()).isEqualTo(Outcome.REJECT);
        assertThat(decide(lax).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void sendsAFileThatIsCutShortToReview() {
        Policy policy = Policy.parse("lax.yaml", "{name: lax, required: [], uncoveredSeconds: 3, rules: []}");
        assertThat(Decider.decide(policy, new Coverage(domains, Optional.of(2.5), Optional.empty(), List.of()), evidence, 10, Instant.EPOCH).outcome()).isEqualTo(Outcome.APPROVE);
        Decision decision = Decider.decide(policy, new Coverage(domains, Optional.of(20.0), Optional.empty(), List.of()), evidence, 10, Instant.EPOCH);
        assertThat(decision.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.reason()).contains("20.0 seconds of the file are missing");
    }

    @Test
    void sendsAFileWithTracksThatNobodyDecodedToReview() {
        Coverage coverage = new Coverage(domains, Optional.empty(), Optional.of(new Coverage.OtherTracks(0, 1, 2)), List.of());
        Policy lax = Policy.parse("lax.yaml", "{name: lax, required: [], rules: []}");
        Policy listens = Policy.parse("strict.yaml", "{name: strict, required: [speech], rules: []}");

        assertThat(Decider.decide(lax, coverage, evidence, 10, Instant.EPOCH).outcome()).isEqualTo(Outcome.APPROVE);
        assertThat(Decider.decide(listens, coverage, evidence, 10, Instant.EPOCH).reason()).contains("1 other sound track was not listened to")
                .doesNotContain("subtitle");
    }

    @Test
    void exceptsAFinerLabelAndAppliesAParentToItsChildren() {
        Policy policy = one("label: Violence, except: Weapons, threshold: 0.5");
        see("objects", "knife", 1, 2, 0.9);
        assertThat(decide(policy).outcome()).isEqualTo(Outcome.APPROVE);
        evidence.add(new Evidence("violence-1", "violence", "gore", List.of("Violence", "Graphic Violence", "Blood & Gore"), 1, 2, 1, 0.6,
                "mine", List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(decide(policy).evidence()).containsExactly("violence-1");
    }

    @Test
    void countsSecondsFramesAndShareAtTheThreshold() {
        see("objects", "knife", 0, 10, 0.9, 0.9, 0.2, 0.2, 0.9);
        assertThat(decide(one("label: Weapons, threshold: 0.5, frames: 3")).outcome()).isEqualTo(Outcome.REJECT);
        assertThat(decide(one("label: Weapons, threshold: 0.5, frames: 4")).outcome()).isEqualTo(Outcome.APPROVE);
        assertThat(decide(one("label: Weapons, threshold: 0.5, seconds: 5")).outcome()).isEqualTo(Outcome.REJECT);
        assertThat(decide(one("label: Weapons, threshold: 0.5, seconds: 6.5")).outcome()).isEqualTo(Outcome.APPROVE);
        assertThat(decide(one("label: Weapons, threshold: 0.5, share: 0.5")).outcome()).isEqualTo(Outcome.REJECT);
        assertThat(decide(one("label: Weapons, threshold: 0.5, share: 0.65")).outcome()).isEqualTo(Outcome.APPROVE);
    }

    private static Policy one(String rule) {
        return Policy.parse("one.yaml", "{name: one, required: [], rules: [{name: only, " + rule
                + ", severity: high, outcome: reject, reason: Seen.}]}");
    }

    /** Evidence whose frames lie evenly between its start and end. */
    private void see(String domain, String label, double start, double end, double... scores) {
        List<Sample> samples = new ArrayList<>();
        double best = 0;
        for (int i = 0; i < scores.length; i++) {
            samples.add(new Sample(start + (end - start) * (i + 0.5) / scores.length, scores[i]));
            best = Math.max(best, scores[i]);
        }
        evidence.add(new Evidence(domain + "-1", domain, label, LabelMap.standard().place(domain, label), start, end, start, best, "model",
                samples, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Coverage.Domain analysed(int frames) {
        return new Coverage.Domain(Coverage.Status.ANALYSED, Optional.empty(), Optional.of(frames), Optional.of(0.0), Optional.empty(),
                Optional.empty());
    }

    private Decision decide(Policy policy) {
        return Decider.decide(policy, new Coverage(domains, List.of()), evidence, 10, Instant.EPOCH);
    }
}
