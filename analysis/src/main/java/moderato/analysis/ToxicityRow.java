package moderato.analysis;

/**
 * One labelled text.
 *
 * @param text the text as it was written
 * @param labels the share of readers who would name each category, in the order of {@link ToxicityCategory#ALL}; NaN where unknown
 * @param source where the row is from
 * @param family rows drawn from one template share a number, so that a split can keep them together
 */
@SuppressWarnings("ArrayRecordComponent")
record ToxicityRow(String text, float[] labels, String source, int family) {

    ToxicityRow {
        if (labels.length != ToxicityCategory.ALL.size()) {
            throw new IllegalArgumentException("a row needs " + ToxicityCategory.ALL.size() + " labels");
        }
    }

    /** The highest known label: whether the text is toxic at all. */
    float highest() {
        float highest = 0;
        for (float label : labels) {
            highest = Float.isNaN(label) ? highest : Math.max(highest, label);
        }
        return highest;
    }
}
