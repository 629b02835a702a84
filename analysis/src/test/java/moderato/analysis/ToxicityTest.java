package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import moderato.models.ModelStore;
import moderato.models.OnnxSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The encoder against its golden vectors, and the shipped head against what a reader expects. */
@Tag("shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToxicityTest {

    private ModelStore store;
    private ToxicityClassifier classifier;

    @BeforeAll
    void load() throws Exception {
        store = Golden.store();
        classifier = ToxicityClassifier.open(store);
    }

    @AfterAll
    void close() throws Exception {
        classifier.close();
    }

    @Test
    void sentenceVectorsAreTheLibrarys() throws Exception {
        JsonNode cases = JsonLines.MAPPER.readTree(Golden.shared("golden/minilm/sentences.json").toFile()).get("cases");
        WordPieceTokenizer tokenizer = WordPieceTokenizer.read(store.file(ToxicityClassifier.MODEL, "tokenizer"));
        try (OnnxSession session = ToxicityClassifier.openEncoder(store.file(ToxicityClassifier.MODEL, "model"))) {
            SentenceEncoder encoder = new SentenceEncoder(session, tokenizer);
            for (JsonNode example : cases) {
                JsonNode given = example.get("text");
                if (given.isObject()) {
                    continue;
                }
                int[] ids = tokenizer.encode(given.textValue());
                assertThat(ids).hasSize(example.get("token_count").intValue());
                for (int i = 0; i < example.get("ids_first40").size(); i++) {
                    assertThat(ids[i]).isEqualTo(example.get("ids_first40").get(i).intValue());
                }
                float[] vector = encoder.encode(List.of(given.textValue()), 1).getFirst().mean();
                double cosine = 0;
                for (int d = 0; d < vector.length; d++) {
                    cosine += vector[d] * example.get("vector").get(d).doubleValue();
                }
                assertThat(cosine).isCloseTo(1, within(1e-4));
            }
        }
    }

    @Test
    void whatThePeersMissIsFound() throws Exception {
        assertThat(scores("I will find you and kill you", "I will shoot you", "I want to punch you in the face"))
                .allSatisfy(scores -> assertThat(scores.of(ToxicityCategory.THREAT)).isGreaterThan(0.8));
        assertThat(scores("shut up", "you id1ot", "y o u  a r e  s t u p i d", "nobody likes you", "go to hell", "kill yourself", "I hate you"))
                .allSatisfy(scores -> assertThat(scores.highest()).isGreaterThan(0.5));
        assertThat(scores("you people should go back where you came from").getFirst().of(ToxicityCategory.HATE)).isGreaterThan(0.7);
    }

    @Test
    void whatThePeersAccuseIsHarmless() throws Exception {
        assertThat(scores("gay people deserve equal rights", "I am a proud Muslim woman", "my grandmother is Jewish and bakes bread", "I hate Mondays",
                "the dog killed a rat", "The dog killed a rat in the barn", "the cock crowed at dawn", "shut the door please",
                "the garbage is collected on Tuesday", "shoot the photo again", "I killed a process on my server yesterday",
                "the suicide rate is falling", "this film is garbage", "Scunthorpe is a town", "Mount Wank is a hill in Bavaria",
                "unless to be rather cold hearted and rather selfish is to be ill-disposed.", "black coffee is my favourite",
                "they were beaten five to one", "this killer app is sick", "", "?!"))
                .allSatisfy(scores -> assertThat(scores.highest()).as(scores.passage()).isLessThan(0.5));
    }

    @Test
    void whatIsSaidInPassingIsHarmless() throws Exception {
        assertThat(scores("you", "You.", "what", "everyone", "and you?", "who are you", "are you there", "women", "Jews", "Muslims", "gay people", "thank you"))
                .allSatisfy(scores -> assertThat(scores.highest()).as(scores.passage()).isLessThan(0.5));
        assertThat(scores("idiot", "moron", "you idiot")).allSatisfy(scores -> assertThat(scores.highest()).as(scores.passage()).isGreaterThan(0.5));
    }

    @Test
    void theSentencesOfThePeersAreTold() throws Exception {
        JsonNode cases = JsonLines.MAPPER.readTree(Golden.shared("golden/toxicity_peers/sentences.json").toFile()).get("cases");
        List<String> toxic = List.of("You are a stupid idiot and nobody likes you. Shut up, you pathetic loser.", "I will find you and kill you",
                "go to hell", "you people should go back where you came from", "this film is garbage and so are you", "I hate you", "shut up",
                "I will shoot you", "kill yourself", "you id1ot", "y o u  a r e  s t u p i d", "I want to punch you in the face", "nobody likes you");
        List<ToxicityEvaluation.Judged> ours = new ArrayList<>();
        List<ToxicityEvaluation.Judged> comments = new ArrayList<>();
        List<ToxicityEvaluation.Judged> words = new ArrayList<>();
        for (JsonNode example : cases) {
            String text = example.get("text").textValue();
            boolean bad = toxic.contains(text);
            ours.add(new ToxicityEvaluation.Judged(scores(text).getFirst().highest(), bad));
            comments.add(new ToxicityEvaluation.Judged(example.at("/scores/toxic").doubleValue(), bad));
            words.add(new ToxicityEvaluation.Judged(example.get("alt_profanity_check").doubleValue(), bad));
        }
        double area = ToxicityEvaluation.figures(ours).auc().value();
        assertThat(area).isGreaterThan(0.98)
                .isGreaterThan(ToxicityEvaluation.figures(comments).auc().value())
                .isGreaterThan(ToxicityEvaluation.figures(words).auc().value());
    }

    @Test
    void hateIsToldFromItsDenial() throws Exception {
        double hate = scores("immigrants are vermin").getFirst().highest();
        assertThat(hate).isGreaterThan(0.8);
        assertThat(scores("it is wrong to say that immigrants are vermin").getFirst().highest()).isLessThan(hate - 0.3);
        assertThat(scores("I don't hate immigrants").getFirst().highest()).isLessThan(0.5);
    }

    @Test
    void whatIsGrantedIsToldFromWhatIsDenied() throws Exception {
        assertThat(scores("I met some refugees yesterday and they were friendly", "I doubt that Muslims are dangerous", "women are as smart as men"))
                .allSatisfy(scores -> assertThat(scores.highest()).as(scores.passage()).isLessThan(0.5));
        assertThat(scores("I met some refugees yesterday and they were disgusting", "aren't gay people disgusting?", "all blakc people are criminals", "I htae wmoen"))
                .allSatisfy(scores -> assertThat(scores.of(ToxicityCategory.HATE)).as(scores.passage()).isGreaterThan(0.5));
    }

    @Test
    void idiomsAndSupportAreHarmless() throws Exception {
        assertThat(scores("I'm going to shoot some hoops", "my legs are killing me after the run", "the charity helps teenagers who self-harm",
                "this section is a mess and far too long"))
                .allSatisfy(scores -> assertThat(scores.highest()).as(scores.passage()).isLessThan(0.5));
    }

    @Test
    void aHarshSentenceIsNotDrownedByAPage() throws Exception {
        String page = "The bakery opens at eight and sells bread, rolls and cake. ".repeat(12);
        ToxicityScores scores = scores(page + "You are a worthless idiot. " + page).getFirst();
        assertThat(scores.of(ToxicityCategory.INSULT)).isGreaterThan(0.5);
        assertThat(scores.passage()).contains("worthless idiot");
        assertThat(scores(page).getFirst().highest()).isLessThan(0.2);
    }

    @Test
    void theWordsAScoreRestsOnAreNamed() throws Exception {
        String text = "Good morning, everybody. You are a worthless idiot! Bread is baked at eight.";
        ToxicityGrounds grounds = new ToxicityGrounds(classifier);
        List<String> insult = grounds.of(text, scores(text).getFirst(), 0.3).get(ToxicityCategory.INSULT);
        assertThat(insult).isNotEmpty().allSatisfy(words -> assertThat("You are a worthless idiot").contains(words));
        assertThat(String.join(" ", insult)).contains("idiot");
        assertThat(grounds.of("idiot", scores("idiot").getFirst(), 0.3).get(ToxicityCategory.INSULT)).containsExactly("idiot");
        assertThat(grounds.of("Bread is baked at eight.", scores("Bread is baked at eight.").getFirst(), 0.3)).isEmpty();
    }

    @Test
    void theNumberOfThreadsAndTheNeighboursChangeNothing() throws Exception {
        List<String> texts = RowGrammar.shipped().rows(5).stream().limit(200).map(ToxicityRow::text).toList();
        assertThat(classifier.score(texts, 1)).isEqualTo(classifier.score(texts, 3));
    }

    private List<ToxicityScores> scores(String... texts) throws Exception {
        return classifier.score(List.of(texts), 1);
    }
}
