package moderato.analysis;

/**
 * A line of text in a picture.
 *
 * @param text what it says
 * @param score the mean of the characters' probabilities, 0..1
 * @param place where it stands, in pixels
 */
record TextLine(String text, double score, Quad place) {

    /** How many letters and digits it has. */
    int characters() {
        return (int) text.codePoints().filter(Character::isLetterOrDigit).count();
    }
}
