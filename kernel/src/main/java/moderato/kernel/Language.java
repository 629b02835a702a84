package moderato.kernel;

/** A kind of definition that the engines can run. */
public interface Language {

    /** The language's short name, kept with every run: {@code states} or {@code pipelines}. */
    String name();

    /** The version of this interpreter's semantics, kept with every run; a run of another version is parked, not guessed at. */
    int semantics();

    /**
     * Makes the program of a definition.
     *
     * @throws InvalidDefinitionException when the definition is not valid, with every problem found
     */
    Program<?> compile(Definition definition);
}
