package moderato.states;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads CSV (RFC 4180) as items: one object of strings for each row; cells that a row lacks are empty, those beyond the header are left out.
 *
 * @param headers the names of the columns; empty when the first row gives them
 * @param delimiter what stands between cells
 */
record CsvReader(List<String> headers, char delimiter) {

    CsvReader {
        headers = List.copyOf(headers);
    }

    static CsvReader read(StateReader config) {
        List<String> headers = new ArrayList<>();
        if (config.text("CSVHeaderLocation").equals("GIVEN")) {
            config.node("CSVHeaders").forEach(header -> headers.add(header.asText()));
        }
        char delimiter = switch (config.text("CSVDelimiter")) {
            case "PIPE" -> '|';
            case "SEMICOLON" -> ';';
            case "SPACE" -> ' ';
            case "TAB" -> '\t';
            default -> ',';
        };
        return new CsvReader(headers, delimiter);
    }

    /** The same with the columns that another file names, where it does and the definition does not. */
    CsvReader named(String columns) {
        return columns.isEmpty() || !headers.isEmpty() ? this : new CsvReader(List.of(columns.strip().split("\\s*,\\s*")), delimiter);
    }

    /**
     * A part of a file.
     *
     * @param reader what reads the parts that follow: it has the names of the columns, if they are known by now
     * @param items the rows
     * @param read how many characters of the text were whole rows
     */
    record Part(CsvReader reader, List<PackedJson> items, int read) {
    }

    /**
     * Reads rows.
     *
     * @param last whether the file ends with the text, so that its last row is whole without a line's end
     */
    Part parse(String text, boolean last) throws ItemReader.UnreadableException {
        List<PackedJson> items = new ArrayList<>();
        List<String> names = headers;
        unique(names);
        List<List<String>> rows = new ArrayList<>();
        int read = rows(text, last, rows);
        for (List<String> row : rows) {
            if (names.isEmpty()) {
                names = row;
                unique(names);
                continue;
            }
            ObjectNode item = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < names.size(); i++) {
                item.put(names.get(i), i < row.size() ? row.get(i) : "");
            }
            items.add(PackedJson.of(item));
        }
        return new Part(new CsvReader(names, delimiter), items, read);
    }

    private static void unique(List<String> names) throws ItemReader.UnreadableException {
        if (Set.copyOf(names).size() < names.size()) {
            throw new ItemReader.UnreadableException("CSV headers cannot contain duplicates.");
        }
    }

    private int rows(String text, boolean last, List<List<String>> rows) {
        int read = 0;
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"' && (quoted || cell.isEmpty())) {
                quoted = !quoted;
            } else if (quoted) {
                cell.append(c);
            } else if (c == delimiter) {
                row.add(take(cell));
            } else if (c == '\n') {
                end(rows, row, cell);
                row = new ArrayList<>();
                read = i + 1;
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        if (!last) {
            return read;
        }
        end(rows, row, cell);
        return text.length();
    }

    private static void end(List<List<String>> rows, List<String> row, StringBuilder cell) {
        if (!row.isEmpty() || !cell.isEmpty()) {
            row.add(take(cell));
            rows.add(row);
        }
    }

    private static String take(StringBuilder cell) {
        String text = cell.toString();
        cell.setLength(0);
        return text;
    }
}
