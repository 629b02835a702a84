package moderato.cli;

import java.io.PrintWriter;
import java.util.List;

/** Lines that stay at the bottom of a terminal and change there, while others are printed above them. */
final class StandingLines implements AutoCloseable {

    private static final int LINES_AT_MOST = 10;
    /** A longer line would take two on a narrow terminal, and the next drawing would not find its beginning. */
    private static final int COLUMNS = 78;

    private final PrintWriter out;
    private List<String> lines = List.of();
    private int drawn;

    StandingLines(PrintWriter out) {
        this.out = out;
    }

    /** Prints a line above those that stand. */
    synchronized void print(String line) {
        erase();
        out.println(line);
        draw();
    }

    /** Puts other lines in the place of those that stand. */
    synchronized void show(List<String> others) {
        erase();
        lines = others;
        draw();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    private void draw() {
        for (String line : lines.subList(0, Math.min(LINES_AT_MOST, lines.size()))) {
            out.println("\u25b6 " + (line.length() > COLUMNS - 2 ? line.substring(0, COLUMNS - 5) + "..." : line));
            drawn++;
        }
        if (lines.size() > LINES_AT_MOST) {
            out.println("  and " + (lines.size() - LINES_AT_MOST) + " more");
            drawn++;
        }
        out.flush();
    }

    @Override
    public synchronized void close() {
        show(List.of());
    }
}
