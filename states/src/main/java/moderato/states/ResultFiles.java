package moderato.states;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the results of a distributed Map are written, at rest. The texts of the files are not kept: each is made when its turn comes.
 *
 * @param files the files so far
 * @param early how many of them were written before the last child had ended
 * @param phase whose results come next: those of {@link #STATUSES} in turn, then the manifest, then nothing
 * @param next the first child that no file of this phase has looked at
 */
record ResultFiles(List<File> files, int early, int phase, int next) {

    /** The first phase takes place beside the children, and takes none but those that have succeeded. */
    static final List<String> STATUSES = List.of("SUCCEEDED", "FAILED", "SUCCEEDED");

    /** Nothing is written yet. */
    static final ResultFiles NONE = new ResultFiles(List.of(), 0, 0, 0);

    /** A file of results: which, its key and its size. */
    record File(String status, String key, long bytes) {
    }

    ResultFiles {
        files = List.copyOf(files);
    }

    boolean isEarly() {
        return phase == 0;
    }

    /** With one file more, which holds results of the children before {@code next}. */
    ResultFiles with(File file, int next) {
        List<File> all = new ArrayList<>(files);
        all.add(file);
        return new ResultFiles(all, isEarly() ? all.size() : early, phase, next);
    }

    /** With children that this phase need not look at any more. */
    ResultFiles past(int child) {
        return new ResultFiles(files, early, phase, child);
    }

    /** With what comes after this phase. */
    ResultFiles later() {
        return new ResultFiles(files, early, phase + 1, 0);
    }

    /** With the files that hold while children are begun again. */
    ResultFiles redriven() {
        return new ResultFiles(files.subList(0, early), early, 0, 0);
    }

    /** How many files of a status there are. */
    long count(String status) {
        return files.stream().filter(file -> file.status().equals(status)).count();
    }
}
