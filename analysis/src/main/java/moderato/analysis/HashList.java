package moderato.analysis;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of known content: lines of {@code hash,label}, a PDQ hash and what it stands for. The frames of one video share a label.
 *
 * <p>Empty lines and lines that begin with {@code #} are passed over, and so is a heading {@code hash,label}. The line {@code # stop} before the
 * first hash marks the list as one of content of which nothing may remain.
 *
 * @param name the list's file name
 * @param stop whether a match ends the analysis
 * @param entries the hashes in the order of the file
 */
record HashList(String name, boolean stop, List<Entry> entries) {

    /**
     * One known picture or frame.
     *
     * @param hash its PDQ hash
     * @param label what it is called
     */
    record Entry(PdqHash hash, String label) {}

    private static final String HEADING = "hash,label";

    HashList {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a list.
     *
     * @throws HashListException when a line is neither a hash with a label nor passed over
     */
    static HashList read(Path file) throws IOException, HashListException {
        String name = String.valueOf(file.getFileName());
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new HashListException(name + ": is no text in UTF-8; a hash list has lines of hash,label");
        }
        boolean stop = false;
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("#")) {
                stop |= entries.isEmpty() && line.substring(1).strip().equals("stop");
            } else if (!line.isEmpty() && !(entries.isEmpty() && line.equals(HEADING))) {
                entries.add(entry(name, i + 1, line));
            }
        }
        return new HashList(name, stop, entries);
    }

    private static Entry entry(String name, int number, String line) throws HashListException {
        int comma = line.indexOf(',');
        if (comma < 0 || line.substring(comma + 1).isBlank()) {
            throw new HashListException("%s:%d: expected hash,label".formatted(name, number));
        }
        try {
            return new Entry(PdqHash.parse(line.substring(0, comma).strip()), unquoted(line.substring(comma + 1).strip()));
        } catch (IllegalArgumentException e) {
            throw new HashListException("%s:%d: the hash is not 64 hexadecimal digits; lines are hash,label, as moderato hash --label LABEL prints them"
                    .formatted(name, number));
        }
    }

    private static String unquoted(String label) {
        boolean quoted = label.length() > 1 && label.startsWith("\"") && label.endsWith("\"");
        return quoted ? label.substring(1, label.length() - 1).replace("\"\"", "\"") : label;
    }
}
