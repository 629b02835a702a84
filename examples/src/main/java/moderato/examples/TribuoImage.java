package moderato.examples;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;

/**
 * A linear classifier by the library Tribuo as an image: its first argument says what a job does with it.
 *
 * <p>{@code prepare} splits a CSV file, {@code train} (the word that training jobs are started with) learns from the channels {@code train} and
 * {@code validation}, {@code evaluate} measures a model on data it has not seen. The column {@code label} is what is learned; all others are
 * numbers.
 */
public final class TribuoImage implements Image {

    private static final int BAD_REQUEST = 2;
    /* Held here, since what is said of a logger that nobody holds is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("org.tribuo");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException {
        String work = configuration.arguments().isEmpty() ? "" : configuration.arguments().getFirst();
        return switch (work) {
            case "prepare" -> new Preparation(folders, configuration).run();
            case "train" -> new Learning(folders, configuration).run();
            case "evaluate" -> new Judging(folders, configuration).run();
            default -> {
                configuration.log().println("the first argument has to be prepare, train or evaluate, and is '" + work + "'");
                yield BAD_REQUEST;
            }
        };
    }
}
