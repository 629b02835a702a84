package moderato.moderation;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a person saw in a video: a row of a table of labels.
 *
 * @param file the video's file name
 * @param start seconds from the start of the video
 * @param end seconds from the start of the video
 * @param label a label of the taxonomy; empty for a row that only says that the video was looked through
 */
public record LabelledEvent(String file, double start, double end, String label) {

    private static final String HEADER = "file,start,end,label";

    /**
     * Reads a table in CSV with the header {@code file,start,end,label}. A row with a file alone says that the video was looked through.
     *
     * @throws InvalidInputException with every bad row's line
     */
    public static List<LabelledEvent> read(Path table) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(table);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(table + ": there is no such file");
        } catch (MalformedInputException e) {
            throw new InvalidInputException(table + ": not a text file in UTF-8");
        }
        if (lines.isEmpty() || !String.join(",", cells(lines.getFirst().replace("\uFEFF", ""))).equals(HEADER)) {
            throw new InvalidInputException(table + ":1: the first line must be " + HEADER);
        }
        List<LabelledEvent> events = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                row(table + ":" + (i + 1), cells(lines.get(i)), problems).ifPresent(events::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return List.copyOf(events);
    }

    private static Optional<LabelledEvent> row(String place, List<String> cells, List<String> problems) {
        if (!cells.getFirst().isEmpty() && cells.size() <= 4 && cells.stream().skip(1).allMatch(String::isEmpty)) {
            return Optional.of(new LabelledEvent(cells.getFirst(), 0, 0, ""));
        }
        if (cells.size() != 4 || cells.getFirst().isEmpty()) {
            problems.add(place + ": expected " + HEADER + ", found " + ReportWords.count(cells.size(), "columns")
                    + (cells.getFirst().isEmpty() ? " and no file" : ""));
            return Optional.empty();
        }
        Optional<String> label = Taxonomy.standard().canonical(cells.get(3));
        if (label.isEmpty()) {
            problems.add(place + ": label '" + cells.get(3) + "' is not in the taxonomy" + Taxonomy.standard().hint(cells.get(3)));
        }
        try {
            double start = Double.parseDouble(cells.get(1));
            double end = Double.parseDouble(cells.get(2));
            if (start >= 0 && end >= start && label.isPresent()) {
                return Optional.of(new LabelledEvent(cells.getFirst(), start, end, label.get()));
            }
            if (label.isPresent()) {
                problems.add(place + ": an event must start at 0 or later and not end before it starts");
            }
        } catch (NumberFormatException e) {
            problems.add(place + ": start and end must be seconds, found '" + cells.get(1) + "' and '" + cells.get(2) + "'");
        }
        return Optional.empty();
    }

    /** The cells of a row; one in double quotes may hold commas, and quotes written twice. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    /** Whether this row is an event, and not only the word that the video was looked through. */
    boolean isEvent() {
        return !label.isEmpty();
    }

    /** Whether it counts as an event of this label or of one above it. */
    boolean below(String other) {
        return Taxonomy.standard().path(label).orElse(List.of()).contains(other);
    }
}
