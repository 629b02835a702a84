package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class AggregationTest {

    @TempDir
    Path folder;

    private StepFixture steps;

    @BeforeEach
    void tenSeconds() throws IOException {
        steps = new StepFixture(folder, 10);
    }

    @Test
    void mergesNeighbouringHitsIntoASegmentWithItsPeak() throws IOException {
        steps.candidates(0, 9.75, 0.25).step("nudity", "nudity", "analysed", StepFixture.model("m"));
        for (double time = 0; time < 10; time += 0.25) {
            double score = time >= 3 && time < 5 ? 0.8 : 0;
            score = time == 4 ? 0.95 : score;
            steps.frame("nudity", "nudity", time, score > 0 ? "{\"label\": \"nsfw\", \"confidence\": " + score + "}" : "");
        }
        assertThat(steps.timeline().evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.id()).isEqualTo("nudity-1");
            assertThat(evidence.taxonomy()).containsExactly("Explicit");
            assertThat(evidence.start()).isEqualTo(2.875);
            assertThat(evidence.end()).isEqualTo(4.875);
            assertThat(evidence.peak()).isEqualTo(4);
            assertThat(evidence.confidence()).isEqualTo(0.95);
            assertThat(evidence.samples()).hasSize(8);
            assertThat(evidence.model()).isEqualTo("m 1");
        });
    }

    @Test
    void theCoverOfASongIsSeenAsLongAsItLasts() throws IOException {
        Path facts = folder.resolve("ingest/media.json");
        Files.writeString(facts, Files.readString(facts).replace("\"frameRate\": 25", "\"frameRate\": 0"));
        steps.candidates(0, 0, 1).step("nudity", "nudity", "analysed", StepFixture.model("m"));
        steps.frame("nudity", "nudity", 0, "{\"label\": \"nsfw\", \"confidence\": 0.9}");

        assertThat(steps.timeline().coverage().of("nudity").uncoveredSeconds()).contains(0.0);
        assertThat(steps.timeline().evidence()).singleElement().extracting(Evidence::end).isEqualTo(10.0);
    }

    @Test
    void creditsAFindingToItsOwnModel() throws IOException {
        steps.candidates(0, 0, 1).step("nudity", "nudity", "analysed", StepFixture.model("m") + ", " + StepFixture.model("nudenet") + ", " + StepFixture.model("other"));
        steps.line("nudity/nudity.jsonl", """
                {"frame": "000000.jpg", "pts": 0, "model": "m", "scores": {"nsfw": 0.5, "Weapons": 0.9}, "findings": [\
                {"label": "nsfw", "confidence": 0.5, "model": "other"}, \
                {"label": "buttocks exposed", "confidence": 0.9, "model": "nudenet", "taxonomy": ["Explicit"]}, \
                {"label": "genitalia", "confidence": 0.8, "taxonomy": ["Explicit"]}]}""");
        assertThat(steps.timeline().evidence()).extracting(Evidence::label, Evidence::model).containsExactlyInAnyOrder(
                tuple("buttocks exposed", "nudenet 1"), tuple("genitalia", "m 1"), tuple("nsfw", "other 1"));
    }

    @Test
    void placesStartAndEndWhereThePictureChangedBetweenAnalysedFrames() throws IOException {
        for (double time = 0; time < 10; time += 0.25) {
            steps.candidate(time, time == 3.5 || time == 6.75 ? 0.6 : 0.01, "");
        }
        steps.step("objects", "objects", "analysed", "").frames("objects", 0, 9, 2, "knife", 3.4, 6.7);
        assertThat(steps.timeline().evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.start()).isCloseTo(3.5, within(0.125));
            assertThat(evidence.end()).isCloseTo(6.75, within(0.125));
        });
    }

    @Test
    void aCutCountsHoweverLittleTheMeanBrightnessMovesThere() throws IOException {
        steps.candidate(0, 0, "").candidate(2, 0.1, "").candidate(3.48, 0.02, ", \"cut\": true").candidate(4, 0.3, "").candidate(6, 0, "");
        steps.step("objects", "objects", "analysed", "").frames("objects", 0, 6, 2, "knife", 3, 20);
        assertThat(steps.timeline().evidence()).singleElement().extracting(Evidence::start).isEqualTo(3.48);
    }

    @Test
    void beginsExactlyAtASceneCut() throws IOException {
        steps.candidate(0, 0, "").candidate(2, 0.1, "").candidate(3.48, 0.9, ", \"cut\": true").candidate(4, 0, "").candidate(6, 0, "");
        steps.step("objects", "objects", "analysed", "").frames("objects", 0, 6, 2, "knife", 3, 20);
        assertThat(steps.timeline().evidence()).singleElement().extracting(Evidence::start).isEqualTo(3.48);
    }

    @Test
    void toleratesAFlickerButNotAPause() throws IOException {
        steps.candidates(0, 9.75, 0.25).step("objects", "objects", "analysed", "");
        for (double time = 0; time < 10; time += 0.25) {
            boolean hit = time == 1 || time == 1.5 || time == 3 || time == 4.5;
            steps.frame("objects", "objects", time, hit ? "{\"label\": \"knife\", \"confidence\": 0.5}" : "");
        }
        assertThat(steps.timeline().evidence()).extracting(Evidence::start).containsExactly(0.875, 2.875, 4.375);
    }

    @Test
    void givesTheSameTimelineWhateverTheOrderOfTheLines() throws IOException {
        steps.candidates(0, 9, 1).step("objects", "objects", "analysed", "").frames("objects", 0, 9, 1, "knife", 2, 4);
        Timeline first = steps.timeline();
        Path lines = folder.resolve("objects/objects.jsonl");
        Files.write(lines, Files.readAllLines(lines).reversed());
        assertThat(steps.timeline().evidence()).isEqualTo(first.evidence());
    }

    @Test
    void joinsTwoPassesOverADomain() throws IOException {
        steps.candidates(0, 9.75, 0.25).step("nudity", "nudity", "analysed", "").step("nudity-refined", "nudity", "analysed", "");
        steps.frames("nudity", 0, 9, 2, "nsfw", 4, 5);
        for (double time : List.of(3.5, 3.75, 4.25)) {
            steps.frame("nudity-refined", "nudity", time, time > 3.6 ? "{\"label\": \"nsfw\", \"confidence\": 0.7}" : "");
        }
        Timeline timeline = steps.timeline();
        assertThat(timeline.evidence()).singleElement().satisfies(evidence -> assertThat(evidence.start()).isEqualTo(3.625));
        assertThat(timeline.coverage().of("nudity").frames()).contains(8);
    }

    @Test
    void saysOfEveryDomainWhetherItWasLookedAt() throws IOException {
        steps.candidates(0, 9, 1).step("nudity", "nudity", "failed", "").step("speech", "speech", "absent", "");
        Files.createDirectories(folder.resolve("objects"));
        Coverage coverage = steps.timeline().coverage();
        assertThat(coverage.domains().keySet()).containsExactlyElementsOf(Domains.STANDARD);
        assertThat(coverage.of("nudity").status()).isEqualTo(Coverage.Status.FAILED);
        assertThat(coverage.of("objects").status()).isEqualTo(Coverage.Status.FAILED);
        assertThat(coverage.of("speech").status()).isEqualTo(Coverage.Status.ABSENT);
        assertThat(coverage.of("faces").status()).isEqualTo(Coverage.Status.NOT_REQUESTED);
        assertThat(coverage.of("known").status()).isEqualTo(Coverage.Status.NOT_REQUESTED);
    }

    @Test
    void countsStretchesThatNobodySaw() throws IOException {
        steps.candidates(0, 9, 1).step("objects", "objects", "analysed", "");
        steps.frames("objects", 0, 2, 1, "knife", 20, 20).frames("objects", 8, 9, 1, "knife", 20, 20);
        assertThat(steps.timeline().coverage().of("objects").uncoveredSeconds()).contains(6.0);
    }

    @Test
    void countsFramesThatAreLikeAnAnalysedOneAsSeen() throws IOException {
        steps.candidate(0, 0, "");
        for (double time = 2; time < 10; time += 2) {
            steps.candidate(time, 0, ", \"duplicateOf\": \"" + StepFixture.name(0) + "\"");
        }
        steps.step("objects", "objects", "analysed", "").frame("objects", "objects", 0, "{\"label\": \"knife\", \"confidence\": 0.9}");
        Timeline timeline = steps.timeline();
        assertThat(timeline.coverage().of("objects").uncoveredSeconds()).contains(0.0);
        assertThat(timeline.evidence()).singleElement().satisfies(evidence -> assertThat(evidence.end()).isEqualTo(10));
        assertThat(timeline.video().frames()).isEqualTo(new Video.Frames(250, 40, 1, 4));
    }

    @Test
    void wordsLastAsLongAsDuplicatesOfTheirFrameAndReadingsThatDifferALittle() throws IOException {
        steps.step("text", "text", "analysed", "").step("toxicity", "toxicity", "analysed", "");
        steps.candidate(0, 0, "").candidate(1, 0, ", \"duplicateOf\": \"" + StepFixture.name(0) + "\"").candidate(2, 0, "").candidate(3, 0, "");
        String[] read = {"you pathetic loser", "", "you pathetic l0ser", ""};
        for (int second : new int[] {0, 2, 3}) {
            steps.frame("text", "text", second,
                    read[second].isEmpty() ? "" : "{\"label\": \"text\", \"text\": \"" + read[second] + "\", \"confidence\": 0.9}");
            if (!read[second].isEmpty()) {
                steps.line("toxicity/toxicity.jsonl", "{\"source\": \"text\", \"start\": " + second + ", \"end\": " + second
                        + ", \"frame\": \"" + StepFixture.name(second) + "\", \"text\": \"" + read[second]
                        + "\", \"scores\": {\"insult\": 0.9}, \"words\": {\"insult\": [\"" + read[second].substring(4) + "\"]}, \"model\": \"m\"}");
            }
        }
        assertThat(steps.timeline().evidence()).hasSize(2).allSatisfy(item -> {
            assertThat(item.text()).contains("you pathetic loser");
            assertThat(item.words()).isEqualTo(item.domain().equals("toxicity") ? List.of("pathetic loser") : List.of());
            assertThat(List.of(item.start(), item.end())).containsExactly(0.0, 2.5);
        });
    }

    @Test
    void saysWhatNobodyLookedFor() throws IOException {
        steps.step("objects", "objects", "analysed", "").step("nudity", "nudity", "analysed", "");
        assertThat(steps.timeline().coverage().notLookedFor()).contains("Graphic Violence", "Weapons other than knives", "Drugs & Tobacco",
                "Hate Symbols", "Alcohol Use").doesNotContain("Explicit", "Violence", "Weapons", "Explicit Nudity", "Sex Toys");
        steps.step("violence", "violence", "analysed", "{\"name\": \"mine\", \"covers\": [[\"Violence\"]]}");
        assertThat(steps.timeline().coverage().notLookedFor()).doesNotContain("Graphic Violence", "Weapons other than knives");
    }

    @Test
    void mapsTheLabelsOfAUsersModelAndLeavesUnknownOnesWithoutAPlace() throws IOException {
        steps.step("violence", "violence", "analysed", "").frame("violence", "violence", 0,
                "{\"label\": \"fight\", \"confidence\": 0.9, \"taxonomy\": [\"Violence\", \"Graphic Violence\", \"Brawl\"]},"
                        + "{\"label\": \"zap\", \"confidence\": 0.9}, {\"label\": \"calm\", \"confidence\": 0.9, \"taxonomy\": []}");
        assertThat(steps.timeline().evidence()).extracting(Evidence::taxonomy).containsExactly(List.of("Search Only"),
                List.of("Violence", "Graphic Violence", "Brawl"), List.of());
    }

    @Test
    void keepsNothingPersonalOfStoppedContent() throws IOException {
        steps.candidates(0, 9, 1).step("faces", "faces", "analysed", "").frame("faces", "faces", 1, "{\"label\": \"face\", \"confidence\": 0.9}")
                .line("faces/people.jsonl", "{\"person\": \"person-1\", \"first\": 1, \"last\": 2, \"seconds\": 1, \"frames\": 2}")
                .step("speech", "speech", "analysed", "")
                .line("speech/speech.jsonl", "{\"start\": 1, \"end\": 2, \"text\": \"my name is\", \"supported\": true}")
                .line("ingest/known.jsonl", "{\"start\": 0, \"end\": 3, \"label\": \"case\", \"list\": \"l\", \"stop\": true, \"distance\": 8, \"hash\": \"feed\"}");
        Timeline timeline = steps.timeline();
        assertThat(timeline.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.domain()).isEqualTo("known");
            assertThat(evidence.confidence()).isEqualTo(0.9688);
        });
        assertThat(timeline.transcript()).isEmpty();
        assertThat(timeline.faces()).isEmpty();
        assertThat(timeline.coverage().of("nudity").reason()).contains("known content stopped the moderation before it");
        ModerationPackage stopped = ModerationPackage.of(timeline, Policy.standard(), Instant.EPOCH);
        assertThat(stopped.decision().outcome()).isEqualTo(Outcome.REJECT);
        assertThat(stopped.json()).doesNotContain("my name is", "person-1", "feed");
    }

    @Test
    void readsSpeechToxicityPeopleAndTheWatchlist() throws IOException {
        steps.candidates(0, 9, 1).step("speech", "speech", "analysed", "").step("toxicity", "toxicity", "analysed", "")
                .step("faces", "faces", "analysed", "").step("text", "text", "analysed", "")
                .line("speech/speech.jsonl", "{\"start\": 1.5, \"end\": 3.25, \"text\": \"you idiot\", \"confidence\": 0.8, \"language\": \"en\", \"languageConfidence\": 1, \"supported\": true, \"model\": \"m\"}")
                .line("speech/speech.jsonl", "{\"start\": 5, \"end\": 7, \"text\": \"\", \"confidence\": 0, \"language\": \"de\", \"languageConfidence\": 0.7, \"supported\": false}")
                .line("toxicity/toxicity.jsonl", "{\"source\": \"speech\", \"start\": 1.5, \"end\": 3.25, \"text\": \"you idiot\", \"scores\": {\"insult\": 0.91, \"threat\": 0.1}, \"words\": {\"insult\": [\"idiot\"]}, \"model\": \"m\"}")
                .line("toxicity/toxicity.jsonl", "{\"source\": \"text\", \"start\": 2, \"end\": 2, \"frame\": \"x\", \"text\": \"scum\", \"scores\": {\"insult\": 0.8}, \"model\": \"m\"}")
                .line("toxicity/toxicity.jsonl", "{\"source\": \"text\", \"start\": 3, \"end\": 3, \"frame\": \"y\", \"text\": \"scum\", \"scores\": {\"insult\": 0.8}, \"model\": \"m\"}")
                .line("faces/people.jsonl", "{\"person\": \"person-1\", \"first\": 1, \"last\": 2, \"seconds\": 1, \"frames\": 2, \"bestFrame\": \"000001.jpg\", \"box\": [0, 0, 1, 1], \"match\": {\"list\": \"staff\", \"name\": \"Ann\", \"purpose\": \"p\", \"similarity\": 0.6}}")
                .frame("faces", "faces", 0, "").frame("faces", "faces", 1, "{\"label\": \"face\", \"confidence\": 0.99, \"person\": \"person-1\"}").frame("faces", "faces", 2, "");
        for (double time = 0; time < 10; time++) {
            steps.frame("text", "text", time, time == 2 || time == 3 ? "{\"label\": \"text\", \"text\": \"scum\", \"confidence\": 0.9}" : "");
        }
        Timeline timeline = steps.timeline();
        assertThat(timeline.transcript()).hasSize(2);
        assertThat(timeline.coverage().of("speech").segments().orElseThrow()).extracting(Coverage.SpeechSegment::supported)
                .containsExactly(true, false);
        assertThat(timeline.evidence()).filteredOn(evidence -> evidence.domain().equals("toxicity")).satisfiesExactly(
                written -> assertThat(List.of(written.start(), written.end())).containsExactly(1.5, 3.5),
                said -> {
                    assertThat(said.text()).contains("you idiot");
                    assertThat(said.words()).containsExactly("idiot");
                });
        assertThat(timeline.evidence()).filteredOn(evidence -> evidence.domain().equals("faces")).singleElement().satisfies(listed -> {
            assertThat(listed.taxonomy()).containsExactly("Watchlist", "Listed Person");
            assertThat(listed.confidence()).isEqualTo(0.6);
            assertThat(listed.person()).contains("person-1");
            assertThat(timeline.faces()).singleElement().satisfies(person -> {
                assertThat(List.of(person.first(), person.last())).as("as the evidence").containsExactly(listed.start(), listed.end());
                assertThat(person.seconds()).isEqualTo(1);
            });
        });
        assertThat(PackageSchema.validate(written(timeline))).isEmpty();
    }

    private Path written(Timeline timeline) throws IOException {
        Path file = folder.resolve("p.json");
        ModerationPackage.of(timeline, Policy.standard(), Instant.EPOCH).write(file);
        return file;
    }

    @Test
    void runsAsJobs() throws Exception {
        Path opt = folder.resolve("opt");
        new StepFixture(Files.createDirectories(opt.resolve("processing/input/steps")), 4);
        JobConfiguration configuration = new JobConfiguration(List.of(), Map.of(), Map.of(), System.out, () -> false);
        assertThat(new AggregateImage().run(new JobFolders(opt), configuration)).isZero();
        Path timeline = opt.resolve("processing/output/timeline/timeline.json");
        Path next = folder.resolve("next");
        Files.createDirectories(next.resolve("processing/input/timeline/pictures"));
        Files.copy(timeline, next.resolve("processing/input/timeline/timeline.json"));
        assertThat(new DecideImage().run(new JobFolders(next), configuration)).isZero();
        assertThat(ModerationPackage.read(next.resolve("processing/output/package/package.json")).decision().outcome())
                .isEqualTo(Outcome.REVIEW);
        Files.createDirectories(next.resolve("processing/input/steps"));
        assertThat(new AggregateImage().run(new JobFolders(next), configuration)).isOne();
        assertThat(Files.readString(next.resolve("output/failure"))).contains("media.json");
    }

    @Test
    void saysWhereAStepWroteNonsense() throws IOException {
        steps.step("objects", "objects", "analysed", "").line("objects/objects.jsonl", "{\"pts\": \"soon\"}");
        assertThatThrownBy(steps::timeline).isInstanceOf(InvalidInputException.class).hasMessageContaining("objects.jsonl:1")
                .hasMessageContaining("'pts' must be a number");
    }
}
