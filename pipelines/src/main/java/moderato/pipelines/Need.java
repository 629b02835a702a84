package moderato.pipelines;

/**
 * Something that a run needs from outside.
 *
 * @param name the object's address ({@code s3://bucket/key}, or a prefix), the image's URI, the model's name, or the function's ARN
 * @param step the step that needs it first
 * @param surely whether that step runs in any case: it stands in no branch and waits for no failure
 * @param cached whether that step may be taken from the cache, and then needs nothing
 */
public record Need(Kind kind, String name, String step, boolean surely, boolean cached) {

    /** What is needed. */
    public enum Kind {
        OBJECT, IMAGE, MODEL, FUNCTION
    }
}
