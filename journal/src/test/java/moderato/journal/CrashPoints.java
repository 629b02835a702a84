package moderato.journal;

import java.util.Map;
import java.util.TreeMap;

/** Places where a process may die, by name; counts how often each is reached, and halts the process at one of them if told to. */
final class CrashPoints {

    /** The exit code of a process that died at a point. */
    static final int DIED = 9;

    private final Map<String, Integer> reached = new TreeMap<>();
    private final String fatal;

    /** Points of which one is fatal: {@code NAME:N} for the Nth time that it is reached; an empty text for none. */
    CrashPoints(String fatal) {
        this.fatal = fatal;
    }

    synchronized void reached(String name) {
        int times = reached.merge(name, 1, Integer::sum);
        if (fatal.equals(name + ":" + times)) {
            Runtime.getRuntime().halt(DIED);
        }
    }

    /** How often each point was reached. */
    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(reached);
    }
}
