package moderato.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** The tables of the toxicity model card: figures of a head on texts it has not seen. */
final class ToxicityCard {

    private static final double UNSURE = 0.2;
    private static final double[] THRESHOLDS = {0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    private final ToxicityHead head;

    ToxicityCard(ToxicityHead head) {
        this.head = head;
    }

    /** Markdown tables: by category over all texts whose label is known, the highest category by source, and what each threshold finds of a category. */
    String tables(List<ToxicityTrainer.Example> examples) {
        List<float[]> scores = examples.stream().map(this::scores).toList();
        StringBuilder text = new StringBuilder();
        text.append("| category | toxic | harmless | AUC | precision at 0.5 | recall at 0.5 |\n|---|---|---|---|---|---|\n");
        for (ToxicityCategory category : ToxicityCategory.ALL) {
            line(text, category.label(), judged(category, examples, scores));
        }
        text.append("\n| highest category, by source | toxic | harmless | AUC | precision at 0.5 | recall at 0.5 |\n|---|---|---|---|---|---|\n");
        for (String source : List.of(ToxicityData.TWEETS, ToxicityData.CATEGORIES, RowGrammar.SOURCE)) {
            List<ToxicityEvaluation.Judged> judged = new ArrayList<>();
            for (int i = 0; i < examples.size(); i++) {
                ToxicityRow row = examples.get(i).row();
                if (row.source().equals(source)) {
                    float[] all = scores.get(i);
                    float highest = 0;
                    for (float score : all) {
                        highest = Math.max(highest, score);
                    }
                    judged.add(new ToxicityEvaluation.Judged(highest, row.highest() >= 0.34));
                }
            }
            line(text, source, judged);
        }
        text.append("\n| category: precision/recall at |").append(cells(threshold -> " %s |".formatted(threshold))).append("\n|---|").append(cells(threshold -> "---|")).append('\n');
        for (ToxicityCategory category : ToxicityCategory.ALL) {
            List<ToxicityEvaluation.Judged> judged = judged(category, examples, scores);
            text.append("| ").append(category.label()).append(" |").append(cells(threshold -> cell(judged, threshold))).append('\n');
        }
        return text.toString();
    }

    private static String cells(DoubleFunction<String> cell) {
        return Arrays.stream(THRESHOLDS).mapToObj(cell).collect(Collectors.joining());
    }

    private static String cell(List<ToxicityEvaluation.Judged> judged, double threshold) {
        ToxicityEvaluation.Figures figures = ToxicityEvaluation.figures(judged, threshold);
        return " %.2f/%.2f |".formatted(figures.precision().value(), figures.recall().value());
    }

    /** The texts whose label in a category is known and plain. */
    private static List<ToxicityEvaluation.Judged> judged(ToxicityCategory category, List<ToxicityTrainer.Example> examples, List<float[]> scores) {
        List<ToxicityEvaluation.Judged> judged = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            float label = examples.get(i).row().labels()[category.ordinal()];
            if (label < UNSURE || label >= ToxicityEvaluation.THRESHOLD) {
                judged.add(new ToxicityEvaluation.Judged(scores.get(i)[category.ordinal()], label >= UNSURE));
            }
        }
        return judged;
    }

    private float[] scores(ToxicityTrainer.Example example) {
        float[] highest = new float[ToxicityCategory.ALL.size()];
        for (ToxicityHead.Input window : example.windows()) {
            float[] logits = head.logits(window);
            for (int c = 0; c < highest.length; c++) {
                highest[c] = Math.max(highest[c], ToxicityTrainer.sigmoid(logits[c]));
            }
        }
        return highest;
    }

    private static void line(StringBuilder text, String name, List<ToxicityEvaluation.Judged> judged) {
        ToxicityEvaluation.Figures figures = ToxicityEvaluation.figures(judged);
        text.append("| %s | %d | %d | %s | %s | %s |%n".formatted(name, figures.toxic(), figures.harmless(), figures.auc(), figures.precision(),
                figures.recall()));
    }
}
