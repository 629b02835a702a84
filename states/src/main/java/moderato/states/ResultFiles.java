package moderato.states;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the results of a distributed Map are written, at rest. The texts of the files are not kept: each is made when its turn comes.
 *
 * @param files the files so far; the last of them is under way, unless that is the manifest
 * @param phase whose results come next: those of {@link #STATUSES} in turn, then the manifest, then nothing
 * @param next the first child that no file of this phase has looked at
 */
record ResultFiles(List<File> files, int phase, int next) {

    static final List<String> STATUSES = List.of("FAILED", "SUCCEEDED");

    /** Nothing is written yet. */
    static final ResultFiles NONE = new ResultFiles(List.of(), 0, 0);

    /** A file of results: which, its key and its size. */
    record File(String status, String key, long bytes) {
    }

    ResultFiles {
        files = List.copyOf(files);
    }

    /** With one file more, which holds results of the children before {@code next}. */
    ResultFiles with(File file, int next) {
        List<File> all = new ArrayList<>(files);
        all.add(file);
        return new ResultFiles(all, phase, next);
    }

    /** With what comes after this phase. */
    ResultFiles later() {
        return new ResultFiles(files, phase + 1, 0);
    }

    /** How many files of a status there are. */
    long count(String status) {
        return files.stream().filter(file -> file.status().equals(status)).count();
    }
}
