package moderato.moderation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The shipped definition of a moderation with open models: a SageMaker pipeline. */
public final class OpenModels {

    /** The pipeline's name. */
    public static final String NAME = "open-models";

    private OpenModels() {
    }

    /** The definition's text. */
    public static String definition() {
        try (InputStream in = OpenModels.class.getResourceAsStream(NAME + ".pipeline.json")) {
            return new String(Objects.requireNonNull(in, "the program holds its definition").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
