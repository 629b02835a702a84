package moderato.analysis;

/**
 * How many cores a step may use when nobody tells it: all of this machine's, or as many as the system property {@code moderato.threads}
 * says.
 *
 * <p>A property of the machine and no argument of the step: the result does not depend on it, so it must not count when a step is compared
 * with an earlier one.
 */
public final class Cores {

    /** The system property's name. */
    public static final String PROPERTY = "moderato.threads";

    private Cores() {}

    static int toUse() {
        Integer given = Integer.getInteger(PROPERTY);
        return given == null || given < 1 ? Runtime.getRuntime().availableProcessors() : given;
    }
}
