package moderato.analysis;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes the spellings by which people hide words: digits for letters, stars, spaced letters, stretched letters, missing spaces, typing errors.
 *
 * <p>Known words are never changed. What is unknown is read as the watched word it most likely stands for, and left alone when there is none.
 */
final class TextNormalizer {

    private static final Pattern ENTITY = Pattern.compile("&(#x?[0-9a-fA-F]+|amp|lt|gt|quot|apos|nbsp);");
    private static final Pattern LINK = Pattern.compile("(https?://|www\\.)\\S+");
    private static final Pattern RETWEET = Pattern.compile("(^|\\W)RT\\s+(?=@)");
    private static final Pattern HANDLE = Pattern.compile("@\\w+:?");
    private static final Pattern PLACEHOLDER = Pattern.compile("<{1,2}(Person|Organization|URL)>{1,2}");
    private static final Pattern SPACED = Pattern.compile("(?<![\\p{L}\\p{N}'])[\\p{L}\\p{N}@$](?:(?:\\s+|[-._*,])[\\p{L}\\p{N}@$]){2,}(?![\\p{L}\\p{N}'])");
    private static final Pattern STRETCHED = Pattern.compile("(\\p{L})\\1{2,}");
    private static final String HIDDEN = "0123456789@$!|+*#%&?_-.";
    private static final Map<Character, String> LOOKS_LIKE = Map.ofEntries(
            Map.entry('0', "o"), Map.entry('1', "il"), Map.entry('2', "z"), Map.entry('3', "e"), Map.entry('4', "a"), Map.entry('5', "s"),
            Map.entry('6', "gb"), Map.entry('7', "t"), Map.entry('8', "b"), Map.entry('9', "g"), Map.entry('@', "a"), Map.entry('$', "s"),
            Map.entry('!', "il"), Map.entry('|', "il"), Map.entry('+', "t"));
    private static final double UNKNOWN_LETTER = 9;
    /** Words of so few letters are like many others: only two swapped letters are put right. */
    private static final int SHORT = 4;

    private final Map<String, Integer> ranks;
    private final Set<String> watched;
    private final Map<String, List<String>> repairedBySkeleton;

    /**
     * A normaliser.
     *
     * @param vocabulary the words of the language, to the rank of their frequency
     * @param watched the words worth finding in disguise
     * @param beside words that matter beside those, read aright where they are misspelt but looked for in no disguise
     */
    TextNormalizer(Map<String, Integer> vocabulary, Set<String> watched, Set<String> beside) {
        this.ranks = vocabulary;
        this.watched = Set.copyOf(watched);
        this.repairedBySkeleton = new HashMap<>();
        Set<String> repaired = new TreeSet<>(watched);
        beside.stream().filter(word -> word.length() > SHORT).forEach(repaired::add);
        for (String word : repaired) {
            for (String skeleton : word.length() < SHORT ? Set.<String>of() : deletions(word)) {
                repairedBySkeleton.computeIfAbsent(skeleton, key -> new ArrayList<>()).add(word);
            }
        }
    }

    /** The text as it reads aloud: entities, links, handles and disguises resolved. */
    String normalize(String text) {
        String plain = Normalizer.normalize(unescape(text), Normalizer.Form.NFKC);
        plain = RETWEET.matcher(plain).replaceAll("$1");
        plain = LINK.matcher(plain).replaceAll(" ");
        plain = PLACEHOLDER.matcher(plain).replaceAll("someone");
        plain = HANDLE.matcher(plain).replaceAll(" @user ");
        plain = plain.replace('\u2019', '\'').replace('\u2018', '\'').replace('\u201c', '"').replace('\u201d', '"');
        plain = joinSpaced(plain);
        StringBuilder result = new StringBuilder(plain.length());
        for (String token : plain.split("\\s+")) {
            if (!token.isEmpty()) {
                result.append(result.isEmpty() ? "" : " ").append(word(token));
            }
        }
        return result.toString();
    }

    private boolean known(String word) {
        return ranks.containsKey(word) || watched.contains(word);
    }

    private String word(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && isEdge(token.charAt(from), true)) {
            from++;
        }
        while (to > from && isEdge(token.charAt(to - 1), false)) {
            to--;
        }
        String core = token.substring(from, to);
        String lower = core.toLowerCase(Locale.ROOT);
        if (core.length() < 2 || core.equals("user") || known(lower)) {
            return token;
        }
        String read = read(lower);
        return read.equals(lower) ? token : token.substring(0, from) + read + token.substring(to);
    }

    private static boolean isEdge(char c, boolean leading) {
        return !Character.isLetterOrDigit(c) && (leading ? c != '@' && c != '$' : c != '*' && c != '$');
    }

    private String read(String word) {
        boolean letters = word.chars().anyMatch(Character::isLetter);
        boolean hidden = word.chars().anyMatch(c -> HIDDEN.indexOf(c) >= 0);
        if (hidden && (letters || word.length() >= 4)) {
            String revealed = reveal(word);
            if (!revealed.isEmpty()) {
                return revealed;
            }
        }
        if (!letters) {
            return word;
        }
        String squeezed = STRETCHED.matcher(word).replaceAll("$1$1");
        if (!squeezed.equals(word) && known(squeezed)) {
            return squeezed;
        }
        String single = STRETCHED.matcher(word).replaceAll("$1");
        if (!single.equals(word) && known(single)) {
            return single;
        }
        String candidate = single.equals(word) ? word : single;
        if (!candidate.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return word;
        }
        String repaired = repair(candidate);
        if (!repaired.isEmpty()) {
            return repaired;
        }
        return candidate.length() >= 8 ? split(candidate) : candidate;
    }

    /** The watched word that a word with digits, signs or stars stands for; empty when there is none. */
    private String reveal(String word) {
        for (boolean dropMarks : new boolean[] {false, true}) {
            StringBuilder pattern = new StringBuilder();
            int plainLetters = 0;
            for (char c : word.toCharArray()) {
                String alike = LOOKS_LIKE.get(c);
                if (alike != null) {
                    pattern.append('[').append(alike).append(']');
                } else if (c == '*' || c == '#' || c == '%' || c == '&' || c == '?' || c == '_' || c == '-' || c == '.') {
                    pattern.append(dropMarks || c == '-' || c == '.' ? "" : "[a-z]");
                } else {
                    plainLetters++;
                    pattern.append(Pattern.quote(Character.toString(c)));
                }
            }
            if (plainLetters < Math.max(1, word.length() / 4)) {
                continue;
            }
            Pattern shape = Pattern.compile(pattern + "");
            String best = watched.stream().filter(w -> shape.matcher(w).matches())
                    .min(Comparator.comparingInt((String w) -> ranks.getOrDefault(w, 40_000)).thenComparing(w -> w)).orElse("");
            if (!best.isEmpty()) {
                return best;
            }
            if (word.chars().anyMatch(Character::isDigit) && word.chars().noneMatch(c -> c == '*')) {
                String plain = digitsAsLetters(word);
                if (plain.length() >= 3 && known(plain)) {
                    return plain;
                }
            }
        }
        return "";
    }

    private static String digitsAsLetters(String word) {
        StringBuilder plain = new StringBuilder();
        for (char c : word.toCharArray()) {
            String alike = LOOKS_LIKE.get(c);
            plain.append(alike == null ? Character.toString(c) : alike.substring(0, 1));
        }
        return plain.toString();
    }

    /** The word that matters one slip away: a letter missing, doubled, wrong or two swapped. */
    private String repair(String word) {
        if (word.length() < SHORT) {
            return "";
        }
        String best = "";
        for (String skeleton : deletions(word)) {
            for (String candidate : repairedBySkeleton.getOrDefault(skeleton, List.of())) {
                if (candidate.charAt(0) == word.charAt(0) && oneSlip(word, candidate)
                        && (best.isEmpty() || rank(candidate) < rank(best))) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private int rank(String word) {
        return ranks.getOrDefault(word, 40_000);
    }

    private static boolean oneSlip(String a, String b) {
        if (Math.abs(a.length() - b.length()) > (b.length() == SHORT ? 0 : 1)) {
            return false;
        }
        int i = 0;
        while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        String restA = a.substring(i);
        String restB = b.substring(i);
        if (restA.length() > restB.length()) {
            return restA.substring(1).equals(restB);
        }
        if (restA.length() < restB.length()) {
            return restB.substring(1).equals(restA);
        }
        if (restA.length() > 1 && restA.charAt(0) == restB.charAt(1) && restA.charAt(1) == restB.charAt(0)) {
            return restA.substring(2).equals(restB.substring(2));
        }
        return restA.isEmpty() || isLong(a) && restA.substring(1).equals(restB.substring(1));
    }

    private static boolean isLong(String word) {
        return word.length() >= 6;
    }

    private static Set<String> deletions(String word) {
        Set<String> all = new TreeSet<>();
        all.add(word);
        for (int i = 0; i < word.length(); i++) {
            all.add(word.substring(0, i) + word.substring(i + 1));
        }
        return all;
    }

    /** Cuts run-together letters into known words where one of them is watched; otherwise gives them back. */
    private String split(String letters) {
        int n = letters.length();
        double[] cost = new double[n + 1];
        int[] from = new int[n + 1];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[0] = 0;
        for (int end = 1; end <= n; end++) {
            for (int begin = Math.max(0, end - 16); begin < end; begin++) {
                double total = cost[begin] + wordCost(letters.substring(begin, end));
                if (total < cost[end]) {
                    cost[end] = total;
                    from[end] = begin;
                }
            }
        }
        List<String> words = new ArrayList<>();
        for (int end = n; end > 0; end = from[end]) {
            words.addFirst(letters.substring(from[end], end));
        }
        boolean sure = cost[n] / n < 3.2 && words.stream().noneMatch(w -> w.length() == 1 && !w.equals("i") && !w.equals("a"));
        return sure && words.stream().anyMatch(watched::contains) ? String.join(" ", words) : letters;
    }

    private double wordCost(String word) {
        Integer rank = ranks.get(word);
        if (word.length() == 1 && !word.equals("i") && !word.equals("a")) {
            return UNKNOWN_LETTER;
        }
        if (rank != null && rank > 1000) {
            return 1.5 + Math.log(rank - 990.0);
        }
        return watched.contains(word) ? 8 : UNKNOWN_LETTER * word.length();
    }

    private String joinSpaced(String text) {
        Matcher matcher = SPACED.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String[] words = matcher.group().split("\\s{2,}");
            StringBuilder joined = new StringBuilder();
            for (String word : words) {
                String letters = word.replaceAll("[\\s\\-._*,]", "");
                boolean acronym = words.length == 1 && letters.length() < 4 && !watched.contains(letters.toLowerCase(Locale.ROOT));
                String read = acronym ? word : spelled(letters.toLowerCase(Locale.ROOT));
                joined.append(joined.isEmpty() ? "" : " ").append(read);
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(joined.toString()));
        }
        return matcher.appendTail(result).toString();
    }

    private String spelled(String letters) {
        String plain = known(letters) ? letters : digitsAsLetters(letters);
        return known(plain) || plain.length() < 5 ? plain : split(plain);
    }

    private static String unescape(String text) {
        Matcher matcher = ENTITY.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(result, Matcher.quoteReplacement(entity(matcher.group(1))));
        }
        return matcher.appendTail(result).toString();
    }

    private static String entity(String name) {
        if (name.startsWith("#")) {
            boolean hexadecimal = name.startsWith("#x");
            try {
                int c = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
                return Character.isValidCodePoint(c) ? Character.toString(c) : " ";
            } catch (NumberFormatException e) {
                return " ";
            }
        }
        return switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> " ";
        };
    }
}
