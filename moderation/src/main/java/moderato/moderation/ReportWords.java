package moderato.moderation;

import java.util.Locale;

/** How the report writes times and states. */
final class ReportWords {

    private ReportWords() {
    }

    /** A time to a tenth of a second: {@code 1:05.3} or {@code 1:02:05.0}. */
    static String clock(double seconds) {
        long tenths = Math.round(seconds * 10);
        long whole = tenths / 10;
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d.%d", whole / 3600, whole / 60 % 60, whole % 60, tenths % 10)
                : String.format(Locale.ROOT, "%d:%02d.%d", whole / 60, whole % 60, tenths % 10);
    }

    static String span(double start, double end) {
        return clock(start) + " – " + clock(end);
    }

    static String status(Coverage.Status status) {
        return switch (status) {
            case ANALYSED -> "analysed";
            case ABSENT -> "absent";
            case FAILED -> "failed";
            case NOT_REQUESTED -> "not requested";
        };
    }
}
