package moderato.pipelines;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a cached success counts: a calendar part and a clock part.
 *
 * <p>The service takes more than ISO 8601: the leading P may be missing and case does not matter, so {@code 30d}, {@code T12H} and
 * {@code 30dT5h} are durations; an M is months before the T and minutes after it.
 */
record ExpireAfter(Period calendar, Duration clock) {

    /** Longer than anything has been kept. */
    static final ExpireAfter NEVER = new ExpireAfter(Period.ofYears(1000), Duration.ZERO);

    private static final Pattern FORM = Pattern.compile("P?(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)W)?(?:(\\d+)D)?"
            + "(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+)S)?)?", Pattern.CASE_INSENSITIVE);

    /** A duration as written; nothing when it is none. */
    static Optional<ExpireAfter> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        boolean some = matcher.matches() && !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1))
                && text.chars().anyMatch(Character::isDigit) && !text.toUpperCase(Locale.ROOT).endsWith("T");
        if (!some) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ExpireAfter(Period.of(number(matcher, 1), number(matcher, 2), Math.addExact(Math.multiplyExact(7, number(matcher, 3)), number(matcher, 4))),
                    Duration.ofHours(number(matcher, 5)).plusMinutes(number(matcher, 6)).plusSeconds(number(matcher, 7))));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        if (digits == null) {
            return 0;
        }
        if (digits.length() > 6) {
            throw new ArithmeticException("too long");
        }
        return Integer.parseInt(digits);
    }

    /** The oldest end of a success that still counts. */
    Instant notBefore(Instant now) {
        return now.atZone(ZoneOffset.UTC).minus(calendar).toInstant().minus(clock);
    }
}
