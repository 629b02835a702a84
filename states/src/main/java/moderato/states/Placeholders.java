package moderato.states;

import java.util.regex.Pattern;

/** {@code ${Name}}, which a deployment tool fills in: a legal value of any field. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z0-9_.:\\-]+\\}");

    private Placeholders() {
    }

    static boolean in(String text) {
        return text.indexOf("${") >= 0 && PLACEHOLDER.matcher(text).find();
    }
}
