package moderato.states;

import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation may cost, in steps, depth and size; never in time, so that every replay decides the same.
 *
 * <p>Depth and size are the service's own bounds, as far as they are known: a depth of 100, and seven million bytes in one value, with
 * eight for a number.
 */
final class JsonataBudget {

    static final int LONGEST_TEXT = 6_990_256;
    static final int MOST_ITEMS = LONGEST_TEXT / 8;

    /** A second or two of work on one core. */
    private static final int MOST_STEPS = 2_000_000;
    private static final int MOST_CHARACTERS = 20_000_000;
    private static final int DEEPEST = 100;

    private int steps;
    private int depth;
    private int characters;

    /** The expression did more than it may. */
    static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private SpentException(String message) {
            super(message, null, false, false);
        }

        static SpentException depth() {
            return new SpentException(
                    "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.");
        }

        static SpentException steps() {
            return new SpentException("Expression evaluation timeout: Check for infinite loop");
        }

        static SpentException size() {
            return new SpentException("Expression evaluation memory limit exceeded: Check for excessive memory usage");
        }
    }

    void watch(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((expression, input, environment) -> {
            if (++depth > DEEPEST) {
                throw SpentException.depth();
            }
            if (++steps > MOST_STEPS) {
                throw SpentException.steps();
            }
        });
        frame.setEvaluateExitCallback((expression, input, environment, result) -> {
            depth--;
            hold(result);
        });
    }

    private static void hold(@Nullable Object value) {
        if (value instanceof String text && text.length() > LONGEST_TEXT || value instanceof List<?> list && list.size() > MOST_ITEMS) {
            throw SpentException.size();
        }
    }

    /** Whether what failed was the expression itself, and nothing inside it. */
    boolean atTop() {
        return depth == 1;
    }

    /** Refuses a text before it is made. */
    static void length(long characters) {
        if (characters > LONGEST_TEXT) {
            throw SpentException.size();
        }
    }

    /** A text that counts every look a regular expression takes at it; backtracking without end is then a step too many. */
    CharSequence counted(String text) {
        return new CountedText(text, 0, text.length());
    }

    private final class CountedText implements CharSequence {

        private final String text;
        private final int from;
        private final int to;

        CountedText(String text, int from, int to) {
            this.text = text;
            this.from = from;
            this.to = to;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (++characters > MOST_CHARACTERS) {
                throw SpentException.steps();
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text, from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
