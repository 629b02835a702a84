package moderato.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words and phrases by what they do in a sentence: swear, insult, threaten, negate, quote, name a group of people.
 *
 * <p>Read from {@code toxicity-lexicon.txt}; the order of its groups is the order of their indices.
 */
final class ToxicityLexicon {

    private record Phrase(List<String> words, int group) {
    }

    private final List<String> groups;
    private final Map<String, List<Phrase>> phrasesByFirstWord;

    private ToxicityLexicon(List<String> groups, Map<String, List<Phrase>> phrasesByFirstWord) {
        this.groups = groups;
        this.phrasesByFirstWord = phrasesByFirstWord;
    }

    /** The lexicon this program ships. */
    static ToxicityLexicon shipped() {
        return parse(resource("toxicity-lexicon.txt"), "toxicity-lexicon.txt");
    }

    /** A resource of this package as lines. */
    static List<String> resource(String name) {
        try (InputStream stream = ToxicityLexicon.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("this build lacks the resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a lexicon.
     *
     * @throws IllegalArgumentException naming file and line when a line is no {@code group: entry, entry}
     */
    static ToxicityLexicon parse(List<String> lines, String file) {
        Map<String, Set<List<String>>> entries = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": expected \"group: entry, entry\"");
            }
            Set<List<String>> group = entries.computeIfAbsent(line.substring(0, colon), key -> new LinkedHashSet<>());
            for (String entry : line.substring(colon + 1).split(",")) {
                group.add(List.of(entry.strip().toLowerCase(Locale.ROOT).split(" ")));
            }
        }
        List<String> groups = List.copyOf(entries.keySet());
        Map<String, List<Phrase>> byFirst = new HashMap<>();
        for (int g = 0; g < groups.size(); g++) {
            for (List<String> words : entries.getOrDefault(groups.get(g), Set.of())) {
                byFirst.computeIfAbsent(words.getFirst(), key -> new ArrayList<>()).add(new Phrase(words, g));
            }
        }
        return new ToxicityLexicon(groups, byFirst);
    }

    /** The names of the groups, in order. */
    List<String> groups() {
        return groups;
    }

    /** The index of a group. */
    int group(String name) {
        int index = groups.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("the lexicon has no group " + name);
        }
        return index;
    }

    /** All single words of some groups. */
    Set<String> words(List<String> names) {
        Set<String> words = new TreeSet<>();
        for (List<Phrase> phrases : phrasesByFirstWord.values()) {
            for (Phrase phrase : phrases) {
                if (phrase.words.size() == 1 && names.contains(groups.get(phrase.group))) {
                    words.add(phrase.words.getFirst());
                }
            }
        }
        return words;
    }

    /** All words that stand in the phrases of some groups, such as "people" of "black people". */
    Set<String> wordsOfPhrases(List<String> names) {
        Set<String> words = new TreeSet<>();
        for (List<Phrase> phrases : phrasesByFirstWord.values()) {
            for (Phrase phrase : phrases) {
                if (phrase.words.size() > 1 && names.contains(groups.get(phrase.group))) {
                    words.addAll(phrase.words);
                }
            }
        }
        return words;
    }

    /** For each word, the groups it belongs to, by itself or as part of a phrase. */
    List<BitSet> mark(List<String> words) {
        List<BitSet> marks = new ArrayList<>(words.size());
        words.forEach(word -> marks.add(new BitSet()));
        for (int i = 0; i < words.size(); i++) {
            for (Phrase phrase : phrasesByFirstWord.getOrDefault(words.get(i), List.of())) {
                int end = i + phrase.words.size();
                if (end <= words.size() && words.subList(i, end).equals(phrase.words)) {
                    for (int at = i; at < end; at++) {
                        marks.get(at).set(phrase.group);
                    }
                }
            }
        }
        return marks;
    }
}
