package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How a run, a task or a child ended. */
public sealed interface Outcome {

    /** It did what was asked. */
    record Succeeded(JsonNode output) implements Outcome {
    }

    /** It failed, with an error's name and a text that explains it, where there are such. */
    record Failed(Optional<String> error, Optional<String> cause) implements Outcome {

        /** A failure with both texts. */
        public static Failed of(String error, String cause) {
            return new Failed(Optional.of(error), Optional.of(cause));
        }
    }

    /** It took longer than it was allowed to. */
    record TimedOut(Optional<String> error, Optional<String> cause) implements Outcome {
    }

    /** It was stopped by somebody. */
    record Stopped(Optional<String> error, Optional<String> cause) implements Outcome {
    }
}
