package moderato.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/** Leaves out rows with empty cells, scales every column to mean 0 and deviation 1, and splits the rows: 60 % train, 20 % validation, 20 % test. */
record Preparation(JobFolders folders, JobConfiguration configuration) {

    private static final long SEED = 7;

    int run() throws IOException {
        Table raw = Table.read(folders.processingInput("raw"));
        List<List<String>> whole = new ArrayList<>(raw.rows().stream().filter(row -> row.stream().noneMatch(String::isEmpty)).toList());
        configuration.log().println("rows=" + raw.rows().size() + " complete=" + whole.size());
        Collections.shuffle(whole, new Random(SEED));
        List<List<String>> scaled = scale(raw.header(), whole);
        int train = scaled.size() * 6 / 10;
        int validation = scaled.size() * 8 / 10;
        write("train", new Table(raw.header(), scaled.subList(0, train)));
        write("validation", new Table(raw.header(), scaled.subList(train, validation)));
        write("test", new Table(raw.header(), scaled.subList(validation, scaled.size())));
        return 0;
    }

    private void write(String output, Table table) throws IOException {
        Path folder = Files.createDirectories(folders.processingOutput(output));
        table.write(folder.resolve(output + ".csv"));
    }

    private static List<List<String>> scale(List<String> header, List<List<String>> rows) {
        List<List<String>> scaled = new ArrayList<>();
        rows.forEach(row -> scaled.add(new ArrayList<>(row)));
        for (int column = 0; column < header.size(); column++) {
            if (header.get(column).equals(Table.LABEL)) {
                continue;
            }
            int at = column;
            double[] values = rows.stream().mapToDouble(row -> Double.parseDouble(row.get(at))).toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            double deviation = Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0));
            for (int row = 0; row < values.length; row++) {
                scaled.get(row).set(column, String.valueOf(deviation == 0 ? 0 : (values[row] - mean) / deviation));
            }
        }
        return scaled;
    }
}
