package moderato.analysis;

import ai.onnxruntime.OrtException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import moderato.models.ModelStore;
import moderato.models.OnnxSession;

/**
 * Trains the head of the toxicity classifier and measures it: what {@code moderato train toxicity} runs.
 *
 * <p>A head trained on four fifths is measured on the held-out fifth; the head that is written is then trained on everything. The split
 * depends on the texts alone, and rows of our own stay together by the template they were drawn from. The same data and seed give the
 * same weights on one machine.
 */
public final class ToxicityTraining {

    private static final long ROWS_SEED = 1;
    private static final long TRAINING_SEED = 7;
    private static final int FOLDS = 5;
    /** Heads of different seeds err differently: their mean is steadier than any of them. */
    private static final int HEADS = 3;

    private final ModelStore store;
    private final int threads;
    private final Consumer<String> progress;

    /**
     * A training.
     *
     * @param store where the sentence encoder is
     * @param threads how many threads encode the texts; learning itself takes one
     * @param progress told in a line what is being done
     */
    public ToxicityTraining(ModelStore store, int threads, Consumer<String> progress) {
        this.store = store;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Trains and writes the weights.
     *
     * @param data the folder of {@code tweets.jsonl} and {@code categories.jsonl}
     * @param weights the file to write
     * @return the figures on the held-out fifth, as the tables of the model card (Markdown)
     * @throws IOException when the data cannot be read, the encoder cannot be had, or the file cannot be written
     */
    public String train(Path data, Path weights) throws IOException, InterruptedException {
        List<ToxicityRow> rows = new ArrayList<>(ToxicityData.read(data));
        rows.addAll(ownRows());
        progress.accept("encoding " + rows.size() + " texts");
        List<ToxicityTrainer.Example> examples = examples(rows);
        List<ToxicityTrainer.Example> kept = examples.stream().filter(example -> !heldOut(example.row())).toList();
        List<ToxicityTrainer.Example> held = examples.stream().filter(example -> heldOut(example.row())).toList();
        progress.accept("training on " + kept.size() + " texts, measuring on " + held.size());
        String card = new ToxicityCard(quantised(learn(kept))).tables(held);
        progress.accept("training on all " + examples.size() + " texts");
        ToxicityHead head = learn(examples);
        Path aside = weights.resolveSibling(weights.getFileName() + ".part");
        try (OutputStream stream = Files.newOutputStream(aside)) {
            head.write(stream);
        }
        Files.move(aside, weights, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return card;
    }

    /** The rows that our own grammar adds to the public data. */
    static List<ToxicityRow> ownRows() {
        return RowGrammar.shipped().rows(ROWS_SEED);
    }

    /**
     * Writes the rows of our own, a JSON object a line: {@code {"text", "labels": {category: 0..1 or null}}}.
     *
     * @throws IOException when the file cannot be written
     */
    public static void writeOwnRows(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ToxicityRow row : ownRows()) {
            var json = JsonLines.MAPPER.createObjectNode().put("text", row.text());
            var labels = json.putObject("labels");
            for (ToxicityCategory category : ToxicityCategory.ALL) {
                float label = row.labels()[category.ordinal()];
                if (Float.isNaN(label)) {
                    labels.putNull(category.label());
                } else {
                    labels.put(category.label(), label);
                }
            }
            lines.add(JsonLines.MAPPER.writeValueAsString(json));
        }
        Files.write(file, lines);
    }

    private List<ToxicityTrainer.Example> examples(List<ToxicityRow> rows) throws IOException, InterruptedException {
        Path model = store.file(ToxicityClassifier.MODEL, "model");
        Path tokenizer = store.file(ToxicityClassifier.MODEL, "tokenizer");
        try (OnnxSession session = ToxicityClassifier.openEncoder(model)) {
            ToxicityReader reader = ToxicityClassifier.reader(session, tokenizer);
            List<List<ToxicityReader.Window>> read = reader.read(rows.stream().map(ToxicityRow::text).toList(), threads);
            List<ToxicityTrainer.Example> examples = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                ToxicityRow row = rows.get(i);
                examples.add(new ToxicityTrainer.Example(read.get(i).stream().map(ToxicityReader.Window::input).toList(), row, weight(row)));
            }
            return examples;
        } catch (OrtException e) {
            throw new IOException("the sentence encoder failed: " + e.getMessage(), e);
        }
    }

    // Offensive tweets outnumber the harmless ones five to one; the other real texts are few, and rows of our own many and alike.
    private static float weight(ToxicityRow row) {
        return switch (row.source()) {
            case ToxicityData.TWEETS -> row.highest() < 0.3 ? 3 : 0.5f;
            case ToxicityData.CATEGORIES -> 6;
            default -> 0.5f;
        };
    }

    private static boolean heldOut(ToxicityRow row) {
        boolean own = row.source().equals(RowGrammar.SOURCE);
        long key = own ? row.family() * 7919L + 5 : row.text().hashCode() * 31L + 7;
        return new Random(key).nextInt(FOLDS) == 0;
    }

    private static ToxicityHead learn(List<ToxicityTrainer.Example> examples) throws InterruptedException {
        int dense = examples.getFirst().windows().getFirst().dense().length;
        List<ToxicityHead> heads = new ArrayList<>();
        for (int n = 0; n < HEADS; n++) {
            heads.add(new ToxicityTrainer(dense, ToxicityTrainer.Settings.DEFAULT, TRAINING_SEED + n).train(examples));
        }
        return ToxicityHead.together(heads);
    }

    /** The head as it will be after a journey through its file. */
    private static ToxicityHead quantised(ToxicityHead head) throws IOException {
        var bytes = new ByteArrayOutputStream();
        head.write(bytes);
        return ToxicityHead.read(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
