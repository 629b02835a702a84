package moderato.registry;

/** What the registry refuses, by the name that the service has for the refusal. */
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The service's names for refusals. */
    public enum Refusal {
        /** The request is wrong, or names a model package that is not there. */
        VALIDATION("ValidationException"),
        /** The thing named is not there. */
        NOT_FOUND("ResourceNotFound"),
        /** The thing cannot be changed in this way now. */
        CONFLICT("ConflictException");

        private final String error;

        Refusal(String error) {
            this.error = error;
        }
    }

    private final Refusal refusal;

    RegistryException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** What kind of refusal it is. */
    public Refusal refusal() {
        return refusal;
    }

    /** The error's name as the API has it, such as {@code ValidationException}. */
    public String error() {
        return refusal.error;
    }

    static RegistryException invalid(String message) {
        return new RegistryException(Refusal.VALIDATION, message);
    }
}
