package moderato.states;

import com.fasterxml.jackson.databind.node.ArrayNode;
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

    ArrayNode parse(String text) throws ItemReader.UnreadableException {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        List<String> names = headers;
        unique(names);
        for (List<String> row : rows(text)) {
            if (names.isEmpty()) {
                names = row;
                unique(names);
                continue;
            }
            ObjectNode item = items.addObject();
            for (int i = 0; i < names.size(); i++) {
                item.put(names.get(i), i < row.size() ? row.get(i) : "");
            }
        }
        return items;
    }

    private static void unique(List<String> names) throws ItemReader.UnreadableException {
        if (Set.copyOf(names).size() < names.size()) {
            throw new ItemReader.UnreadableException("CSV headers cannot contain duplicates.");
        }
    }

    private List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
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
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        end(rows, row, cell);
        return rows;
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
