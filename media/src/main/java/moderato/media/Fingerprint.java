package moderato.media;

/**
 * A frame in miniature, to compare frames by: 64 x 36 cells of brightness, then twice 32 x 18 cells of colour.
 *
 * @param cells {@value #CELLS} bytes, unsigned
 */
record Fingerprint(byte[] cells) {

    static final int WIDTH = 64;
    static final int HEIGHT = 36;
    static final int LUMA_CELLS = WIDTH * HEIGHT;
    static final int CELLS = LUMA_CELLS + LUMA_CELLS / 2;

    /** A brightness cell that differs by more than this has changed, whatever coding noise there is. */
    private static final int CHANGED = 32;

    /** How two frames differ. */
    record Difference(double change, double changedShare, int largest) {}

    /**
     * Compares two frames: the mean difference of brightness from 0 to 1, the share of brightness cells that changed clearly, and the largest
     * difference of any cell from 0 to 255.
     */
    Difference difference(Fingerprint other) {
        int sum = 0;
        int changed = 0;
        int largest = 0;
        for (int i = 0; i < CELLS; i++) {
            int difference = Math.abs((cells[i] & 0xff) - (other.cells[i] & 0xff));
            largest = Math.max(largest, difference);
            if (i < LUMA_CELLS) {
                sum += difference;
                changed += difference > CHANGED ? 1 : 0;
            }
        }
        return new Difference(sum / (255.0 * LUMA_CELLS), (double) changed / LUMA_CELLS, largest);
    }
}
