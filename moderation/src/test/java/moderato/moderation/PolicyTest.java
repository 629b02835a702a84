package moderato.moderation;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PolicyTest {

    private static final String RULE = """
            name: mine
            required: [nudity]
            rules:
              - name: knives
                label: Weapons
                threshold: 0.5
                severity: high
                outcome: reject
                reason: A weapon at {time}.
            """;

    @Test
    void readsRules() {
        Policy policy = Policy.parse("mine.yaml", RULE);
        assertThat(policy.audience()).isEqualTo(Audience.GENERAL);
        assertThat(policy.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.labels()).containsExactly("Weapons");
            assertThat(rule.frames()).isEqualTo(1);
            assertThat(rule.outcome()).isEqualTo(Outcome.REJECT);
        });
    }

    @Test
    void extendsTheDefaultByAudienceAndRules() {
        Policy policy = Policy.parse("mine.yaml", """
                extends: default
                audience: teen
                without: [profanity]
                rules:
                  - {name: weapons, label: Weapons, threshold: 0.4, severity: high, outcome: reject, reason: No weapons.}
                """);
        assertThat(policy.audience()).isEqualTo(Audience.TEEN);
        assertThat(policy.required()).isEqualTo(Policy.standard().required());
        assertThat(policy.rules()).extracting(Rule::name).doesNotContain("profanity").contains("explicit-nudity");
        assertThat(policy.rules()).filteredOn(rule -> rule.name().equals("weapons")).extracting(Rule::threshold).containsExactly(0.4);
    }

    @Test
    void takesTheShippedPolicyByAudience() throws Exception {
        assertThat(Policy.load(Path.of("adult")).audience()).isEqualTo(Audience.ADULT);
        assertThat(Policy.load(Path.of("adult")).reference().sha256()).isNotEqualTo(Policy.standard().reference().sha256());
    }

    @Test
    void refusesWhatWouldNeverHoldOrForEverything() {
        assertThat(problems("""
                name: mine
                required:
                rules:
                  - name: " "
                    domain: violense
                    label:
                    threshold: 0.5
                    audiences: []
                    severity: low
                    outcome: review
                    reason: ""
                  - name: b
                    domain: gardening
                    label: [Weapons, Explicit Nudity]
                    except: Violence
                    threshold: 0.5
                    severity: low
                    outcome: review
                    reason: B.
                """)).containsExactly(
                "mine.yaml:2:10: expected a list, found nothing",
                "mine.yaml:4:11: expected words, found an empty text",
                "mine.yaml:5:13: unknown domain 'violense'; did you mean 'violence'?",
                "mine.yaml:6:11: expected a list, found nothing",
                "mine.yaml:8:16: expected at least one, found an empty list",
                "mine.yaml:11:13: expected words, found an empty text",
                "mine.yaml:13:13: unknown domain 'gardening'; known are known, nudity, objects, faces, text, speech, toxicity,"
                        + " and names of the taxonomy, written as in blood-gore",
                "mine.yaml:15:13: exception 'Violence' leaves nothing of Weapons, Explicit Nudity");
        assertThat(Policy.parse("mine.yaml", RULE.replace("label: Weapons", "domain: blood-gore")).rules()).hasSize(1);
    }

    @Test
    void refusesAllMistakesAtOnceWithTheirPlaces() {
        assertThat(problems("""
                name: mine
                required: [nudty]
                rules:
                  - name: knives
                    labels: Weapons
                    label: Wepons
                    threshold: 1.5
                    severity: hihg
                    outcome: reject
                    reason: "{where}"
                  - name: nudes
                    domain: nudity
                    label: Explicit
                    threshold: 0.1
                    except: Weapons
                    frames: 1.5
                    severity: low
                    outcome: review
                """)).containsExactly(
                "mine.yaml:2:12: unknown domain 'nudty'; did you mean 'nudity'?",
                "mine.yaml:5:5: unknown key 'labels'; did you mean 'label'?",
                "mine.yaml:6:12: label 'Wepons' is not in the taxonomy; did you mean 'Weapons'?",
                "mine.yaml:7:16: expected a number from 0 to 1, found '1.5'",
                "mine.yaml:8:15: 'hihg' is none of none, low, medium, high, critical; did you mean 'high'?",
                "mine.yaml:10:13: unknown placeholder {where}; the known ones are {label}, {time} and {count}",
                "mine.yaml:15:13: exception 'Weapons' does not lie below Explicit, so it would never apply",
                "mine.yaml:14:16: threshold 0.1 can never be met below 0.2: evidence of the domain 'nudity' starts there; give at least 0.2",
                "mine.yaml:16:13: expected a whole number, found '1.5'",
                "mine.yaml:11:5: 'reason' is missing");
    }

    @Test
    void refusesWhatIsNoPolicy() {
        assertThat(problems("")).containsExactly("mine.yaml:1:1: the file is empty");
        assertThat(problems("a: [b")).singleElement().asString().startsWith("mine.yaml:1:6: not valid YAML");
        assertThat(problems("- a")).contains("mine.yaml:1:1: expected a mapping (key: value), found a list");
        assertThat(problems(RULE + "name: twice\n")).containsExactly("mine.yaml:10:1: 'name' is given twice");
        assertThat(problems("&a [*a]")).isNotEmpty();
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(InvalidInputException.class, () -> Policy.parse("mine.yaml", text)).problems();
    }
}
