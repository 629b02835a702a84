package moderato.states;

/** Matching of {@code StringMatches}: {@code *} stands for any text, {@code \\*} and {@code \\\\} for themselves. */
final class Wildcard {

    private Wildcard() {
    }

    /** In time proportional to the product of the lengths at worst; no backtracking over more than the last star. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = ++p;
                resume = t;
                continue;
            }
            int literal = p < pattern.length() && escapes(pattern, p) ? p + 1 : p;
            if (literal < pattern.length() && pattern.charAt(literal) == text.charAt(t)) {
                p = literal + 1;
                t++;
            } else if (star >= 0) {
                p = star;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean escapes(String pattern, int at) {
        return pattern.charAt(at) == '\\' && at + 1 < pattern.length() && (pattern.charAt(at + 1) == '*' || pattern.charAt(at + 1) == '\\');
    }
}
