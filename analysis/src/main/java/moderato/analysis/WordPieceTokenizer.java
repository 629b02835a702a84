package moderato.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The uncased WordPiece tokenizer of BERT models, with the vocabulary of a {@code tokenizer.json} file.
 *
 * <p>Text is cleaned, lower-cased and stripped of accents; words are cut at white space, punctuation and CJK characters, and each word
 * into the longest pieces the vocabulary has (Wu et al. 2016). Padding is not done here.
 */
final class WordPieceTokenizer {

    /** The most tokens of one text, the two marks around it included. */
    static final int MAXIMUM_TOKENS = 128;

    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;
    private final int unknown;
    private final int start;
    private final int end;

    WordPieceTokenizer(Map<String, Integer> vocabulary) {
        this.vocabulary = Map.copyOf(vocabulary);
        this.unknown = required("[UNK]");
        this.start = required("[CLS]");
        this.end = required("[SEP]");
    }

    /**
     * Reads the vocabulary of a {@code tokenizer.json} file.
     *
     * @throws IOException when the file cannot be read or is no WordPiece tokenizer
     */
    static WordPieceTokenizer read(Path file) throws IOException {
        JsonNode model = new ObjectMapper().readTree(file.toFile()).path("model");
        if (!model.path("type").asText().equals("WordPiece")) {
            throw new IOException(file + ": /model/type is not WordPiece");
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        model.path("vocab").properties().forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
        return new WordPieceTokenizer(vocabulary);
    }

    /** The vocabulary: pieces to ids; BERT's ids of whole words rise as the words get rarer. */
    Map<String, Integer> vocabulary() {
        return vocabulary;
    }

    /** The ids of a text, with the marks of its start and end, at most {@link #MAXIMUM_TOKENS}. */
    int[] encode(String text) {
        int[] ids = new int[MAXIMUM_TOKENS];
        ids[0] = start;
        int count = 1;
        for (String word : words(text)) {
            for (int piece : pieces(word)) {
                if (count == MAXIMUM_TOKENS - 1) {
                    break;
                }
                ids[count++] = piece;
            }
        }
        ids[count++] = end;
        return Arrays.copyOf(ids, count);
    }

    /** Words and punctuation marks of a text, lower case, without accents. */
    static List<String> words(String text) {
        String decomposed = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < decomposed.length(); ) {
            int c = decomposed.codePointAt(i);
            i += Character.charCount(c);
            if (c == 0 || c == 0xFFFD || isControl(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
                continue;
            }
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                flush(word, words);
            } else if (isPunctuation(c) || isCjk(c)) {
                flush(word, words);
                words.add(Character.toString(c));
            } else {
                word.appendCodePoint(c);
            }
        }
        flush(word, words);
        return words;
    }

    private int[] pieces(String word) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            return new int[] {unknown};
        }
        int[] found = new int[word.length()];
        int count = 0;
        int from = 0;
        while (from < word.length()) {
            int to = word.length();
            Integer id = null;
            while (to > from) {
                String piece = from == 0 ? word.substring(0, to) : "##" + word.substring(from, to);
                id = vocabulary.get(piece);
                if (id != null) {
                    break;
                }
                to--;
            }
            if (id == null) {
                return new int[] {unknown};
            }
            found[count++] = id;
            from = to;
        }
        return Arrays.copyOf(found, count);
    }

    private int required(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + token);
        }
        return id;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isControl(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.PRIVATE_USE
                || type == Character.SURROGATE || type == Character.UNASSIGNED;
    }

    static boolean isPunctuation(int c) {
        if (c >= 33 && c <= 47 || c >= 58 && c <= 64 || c >= 91 && c <= 96 || c >= 123 && c <= 126) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isCjk(int c) {
        return c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x20000 && c <= 0x2A6DF || c >= 0x2A700 && c <= 0x2CEAF || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
