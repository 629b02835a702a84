package moderato.analysis;

import java.util.Arrays;

/** A direction in the space of faces: biometric data, which never leaves the step that made it. */
final class Embedding {

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /** The direction of a vector. */
    static Embedding of(float[] vector) {
        double length = 0;
        for (float value : vector) {
            length += (double) value * value;
        }
        length = Math.sqrt(length);
        float[] values = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            values[i] = (float) (vector[i] / length);
        }
        return new Embedding(values);
    }

    float[] values() {
        return values.clone();
    }

    /** The cosine of the angle to another: 1 for the same direction. */
    double similarity(Embedding other) {
        double product = 0;
        for (int i = 0; i < values.length; i++) {
            product += (double) values[i] * other.values[i];
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding embedding && Arrays.equals(values, embedding.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** Says nothing of its values, so that no log holds them. */
    @Override
    public String toString() {
        return "Embedding";
    }
}
