package moderato.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How far a moderation is: on a terminal one line that changes, elsewhere a line for each step that ends.
 *
 * <p>The share of the whole weighs the steps by what they usually take; the time left follows from it.
 */
final class ProgressDisplay implements ModerationDisplay {

    private static final Map<String, Integer> WEIGHTS = Map.of("ingest", 20, "nudity", 12, "objects", 8, "refine", 1, "nudity-refined", 3, "objects-refined", 2, "faces", 10, "text", 30,
            "speech", 20, "toxicity", 3);
    private static final int OTHER_WEIGHT = 10;
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintWriter out;
    private final boolean terminal;
    private final String name;
    private final Map<String, Double> shares = new LinkedHashMap<>();
    private final long began = System.nanoTime();
    private long drawn;
    private double seconds;

    ProgressDisplay(PrintWriter out, boolean terminal, String name, List<String> steps) {
        this.out = out;
        this.terminal = terminal;
        this.name = name;
        steps.forEach(step -> shares.put(step, 0.0));
        if (!terminal) {
            say(name + ": reading");
        } else {
            draw();
        }
    }

    @Override
    public synchronized void at(String step, double share) {
        if (!shares.containsKey(step)) {
            return;
        }
        double before = shares.getOrDefault(step, 0.0);
        shares.put(step, Math.max(before, share));
        if (terminal) {
            if (System.nanoTime() - drawn > REDRAW_NANOS) {
                draw();
            }
        } else if (share >= 1 && before < 1) {
            say(String.format(Locale.ROOT, "%s: %s done, %d %%%s", name, step, Math.round(whole() * 100), pace()));
        }
    }

    @Override
    public synchronized void length(double length) {
        seconds = length;
    }

    private void draw() {
        drawn = System.nanoTime();
        StringJoiner running = new StringJoiner(", ");
        shares.forEach((step, share) -> {
            if (share > 0 && share < 1) {
                running.add(String.format(Locale.ROOT, "%s %d %%", step, Math.round(share * 100)));
            }
        });
        out.print("\r\u001b[K" + name + String.format(Locale.ROOT, "  %3d %%", Math.round(whole() * 100)) + pace() + "  " + running);
        out.flush();
    }

    private String pace() {
        double elapsed = (System.nanoTime() - began) / 1e9;
        double whole = whole();
        String left = whole > 0.02 ? String.format(Locale.ROOT, ", %d s left", Math.round(elapsed / whole * (1 - whole))) : "";
        return seconds > 0 ? String.format(Locale.ROOT, ", %.1f video seconds a second%s", seconds * whole / elapsed, left) : left;
    }

    private double whole() {
        double all = 0;
        double done = 0;
        for (Map.Entry<String, Double> step : shares.entrySet()) {
            int weight = WEIGHTS.getOrDefault(step.getKey(), OTHER_WEIGHT);
            all += weight;
            done += weight * step.getValue();
        }
        return all == 0 ? 0 : done / all;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
