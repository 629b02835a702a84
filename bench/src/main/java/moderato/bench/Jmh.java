package moderato.bench;

import java.io.IOException;
import org.openjdk.jmh.Main;

/** Runs the JMH benchmarks of this module; the arguments are JMH's: {@code StatesBenchmark -p history=WRITTEN}. */
public final class Jmh {

    private Jmh() {
    }

    /** Runs them. */
    public static void main(String... arguments) throws IOException {
        Main.main(arguments);
    }
}
