package moderato.analysis;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import moderato.models.ModelStore;
import moderato.models.OnnxSession;
import moderato.models.Tuning;

/**
 * Scores English texts for toxicity: MiniLM sentence vectors and lexical cues under a head of our own.
 *
 * <p>The model card is {@code docs/toxicity-model-card.md}. Safe for calls from several threads; the scores of a list of texts do not
 * depend on the number of threads.
 */
public final class ToxicityClassifier implements AutoCloseable {

    /** The name of the sentence encoder in the manifest. */
    public static final String MODEL = "all-minilm-l6-v2";

    private static final String WEIGHTS = "toxicity-head.bin";
    private static final List<String> WATCHED = List.of("swear", "mildswear", "insultnoun", "insultadj", "dehumanise", "slur", "identity",
            "kill", "hurt", "exclude", "hate", "killyourself", "sexual", "selfharm", "secondperson");

    private final OnnxSession session;
    private final ToxicityReader reader;
    private final ToxicityHead head;

    private ToxicityClassifier(OnnxSession session, ToxicityReader reader, ToxicityHead head) {
        this.session = session;
        this.reader = reader;
        this.head = head;
    }

    /**
     * The classifier that this program ships, over the encoder of a store.
     *
     * @throws IOException when the encoder cannot be had or loaded
     */
    public static ToxicityClassifier open(ModelStore store) throws IOException, InterruptedException {
        return open(store.file(MODEL, "model"), store.file(MODEL, "tokenizer"), shippedHead());
    }

    static ToxicityClassifier open(Path model, Path tokenizer, ToxicityHead head) throws IOException {
        OnnxSession session = openEncoder(model);
        return new ToxicityClassifier(session, reader(session, tokenizer), head);
    }

    /** Loads the encoder of sentences. */
    static OnnxSession openEncoder(Path model) throws IOException {
        return OnnxSession.open(model, Tuning.QUANTISED);
    }

    static ToxicityReader reader(OnnxSession session, Path tokenizerFile) throws IOException {
        WordPieceTokenizer tokenizer = WordPieceTokenizer.read(tokenizerFile);
        ToxicityCues cues = ToxicityCues.shipped();
        ToxicityLexicon lexicon = cues.lexicon();
        TextNormalizer normalizer = new TextNormalizer(tokenizer.vocabulary(), lexicon.words(WATCHED), lexicon.wordsOfPhrases(WATCHED));
        return new ToxicityReader(normalizer, new SentenceEncoder(session, tokenizer), cues);
    }

    private static ToxicityHead shippedHead() throws IOException {
        try (InputStream stream = ToxicityClassifier.class.getResourceAsStream(WEIGHTS)) {
            if (stream == null) {
                throw new IOException("this build lacks " + WEIGHTS + "; make it with `moderato train toxicity`");
            }
            return ToxicityHead.read(stream);
        }
    }

    /**
     * The scores of some texts, in their order.
     *
     * @param threads how many threads may work
     * @throws IOException when the encoder fails
     */
    public List<ToxicityScores> score(List<String> texts, int threads) throws IOException, InterruptedException {
        List<List<ToxicityReader.Window>> read;
        try {
            read = reader.read(texts, threads);
        } catch (OrtException e) {
            throw new IOException("the sentence encoder failed: " + e.getMessage(), e);
        }
        return read.stream().map(windows -> score(head, windows)).toList();
    }

    /** The scores of a text of some windows: each category's highest. A text without letters or digits is harmless. */
    static ToxicityScores score(ToxicityHead head, List<ToxicityReader.Window> windows) {
        float[] highest = new float[ToxicityCategory.ALL.size()];
        String passage = windows.getFirst().text();
        float peak = 0;
        for (ToxicityReader.Window window : windows) {
            if (window.text().chars().noneMatch(Character::isLetterOrDigit)) {
                continue;
            }
            float[] logits = head.logits(window.input());
            for (int c = 0; c < highest.length; c++) {
                float score = ToxicityTrainer.sigmoid(logits[c]);
                highest[c] = Math.max(highest[c], score);
                boolean beginning = windows.size() > 1 && window == windows.getLast();
                if (score > peak && !beginning) {
                    peak = score;
                    passage = window.text();
                }
            }
        }
        Map<ToxicityCategory, Double> scores = new EnumMap<>(ToxicityCategory.class);
        for (ToxicityCategory category : ToxicityCategory.ALL) {
            scores.put(category, Math.round(highest[category.ordinal()] * 1e4) / 1e4);
        }
        return new ToxicityScores(scores, passage);
    }

    @Override
    public void close() {
        session.close();
    }
}
