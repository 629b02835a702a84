package moderato.states;

import java.util.List;

/**
 * An entry of Catch.
 *
 * @param errors the names of the errors that it is for
 * @param flow what it makes of the error
 * @param next the place of the state that goes on
 */
record Catcher(List<String> errors, DataFlow flow, int next) {

    Catcher {
        errors = List.copyOf(errors);
    }

    boolean isFor(Failure failure) {
        for (String name : errors) {
            if (failure.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
