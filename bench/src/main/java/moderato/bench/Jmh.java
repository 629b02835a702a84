package moderato.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;

/**
 * Runs the JMH benchmarks of this module, and tells of each its thread's processor time, too; the arguments are JMH's:
 * {@code StatesBenchmark -p history=WRITTEN}.
 */
public final class Jmh {

    private Jmh() {
    }

    /** Runs them. */
    public static void main(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-prof", ProcessorTime.class.getName()));
        Main.main(all.toArray(String[]::new));
    }
}
