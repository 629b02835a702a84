package moderato.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Rows of numbers, each with a label.
 *
 * @param header the names of all columns, that of the label included
 * @param rows the cells of each row, in the order of the header
 */
record Table(List<String> header, List<List<String>> rows) {

    static final String LABEL = "label";

    Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        if (!header.contains(LABEL)) {
            throw new IllegalArgumentException("there is no column '" + LABEL + "'; there are " + header);
        }
    }

    /** Reads every CSV file of a folder, in the order of their names; all have the same header. */
    static Table read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        }
        List<String> header = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                continue;
            }
            List<String> columns = cells(lines.getFirst());
            if (header.isEmpty()) {
                header.addAll(columns);
            } else if (!header.equals(columns)) {
                throw new IOException(file.getFileName() + ":1: its columns are not those of the files before it");
            }
            for (int i = 1; i < lines.size(); i++) {
                List<String> row = cells(lines.get(i));
                if (row.size() != header.size()) {
                    throw new IOException(file.getFileName() + ":" + (i + 1) + ": " + row.size() + " cells, and the header names " + header.size());
                }
                rows.add(row);
            }
        }
        return new Table(header, rows);
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split(",", -1)).map(String::strip).toList();
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(String.join(",", header)));
        rows.forEach(row -> lines.add(String.join(",", row)));
        Files.write(file, lines);
    }

    /** The rows as the library takes them. */
    MutableDataset<Label> dataset(String name) {
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> dataset = new MutableDataset<>(new SimpleDataSourceProvenance(name, labels), labels);
        int label = header.indexOf(LABEL);
        for (List<String> row : rows) {
            ArrayExample<Label> example = new ArrayExample<>(new Label(row.get(label)));
            for (int column = 0; column < row.size(); column++) {
                if (column != label) {
                    example.add(header.get(column), Double.parseDouble(row.get(column)));
                }
            }
            dataset.add(example);
        }
        return dataset;
    }
}
