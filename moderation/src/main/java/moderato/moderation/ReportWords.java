package moderato.moderation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the report writes times and states. */
final class ReportWords {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

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

    /** A moment as a person reads it, to the minute; as it is when it is no ISO-8601 instant. */
    static String moment(String instant) {
        try {
            return MOMENT.format(Instant.parse(instant)) + " UTC";
        } catch (DateTimeException e) {
            return instant;
        }
    }

    /** A number of things, one of them without its ending. */
    static String count(int number, String things) {
        return number + " " + (number == 1 && things.endsWith("s") ? things.substring(0, things.length() - 1) : things);
    }
}
