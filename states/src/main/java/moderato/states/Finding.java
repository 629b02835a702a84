package moderato.states;

import java.util.Optional;

/**
 * Something that validation has to say about a definition.
 *
 * @param code the service's code for the rule, such as {@code SCHEMA_VALIDATION_FAILED}
 * @param location where the service locates it; absent for the definition as a whole
 * @param at the exact place, for people
 * @param message the service's sentence
 * @param hint what to add for people: the nearest right name; may be empty
 */
record Finding(Severity severity, String code, Optional<DefinitionPath> location, DefinitionPath at, String message, String hint) {

    enum Severity {
        ERROR, WARNING
    }
}
