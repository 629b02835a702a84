package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import moderato.kernel.NearestName;
import moderato.states.Finding.Severity;

/** Collects what validation finds. */
final class Findings {

    static final String SCHEMA = "SCHEMA_VALIDATION_FAILED";

    /** One bad habit repeated a million times is one report too long for anybody. */
    private static final int MOST = 1_000;

    private final List<Finding> found = new ArrayList<>();

    void schema(DefinitionPath at, String message) {
        add(new Finding(Severity.ERROR, SCHEMA, Optional.of(at), at, message, ""));
    }

    void schema(DefinitionPath location, DefinitionPath at, String message, String hint) {
        add(new Finding(Severity.ERROR, SCHEMA, Optional.of(location), at, message, hint));
    }

    void error(String code, DefinitionPath at, String message, String hint) {
        add(new Finding(Severity.ERROR, code, Optional.of(at), at, message, hint));
    }

    /** Reports what the service gives no location for. */
    void unlocated(String code, DefinitionPath at, String message) {
        unlocated(code, at, message, "");
    }

    void unlocated(String code, DefinitionPath at, String message, String hint) {
        add(new Finding(Severity.ERROR, code, Optional.empty(), at, message, hint));
    }

    void warning(String code, DefinitionPath at, String message) {
        add(new Finding(Severity.WARNING, code, Optional.of(at), at, message, ""));
    }

    private void add(Finding finding) {
        if (found.size() < MOST) {
            found.add(finding);
        }
    }

    boolean hasErrors() {
        return found.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    List<Finding> all() {
        return List.copyOf(found);
    }

    /** Reports every field that is not among the known ones, where the service does: at the object. */
    void unknownFields(JsonNode object, DefinitionPath at, Collection<String> known) {
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                schema(at, at.child(name), "Field '%s' is not supported".formatted(name), NearestName.suggestion(name, known));
            }
        }
    }

    /** Reports the fields that are not there, in one finding. */
    void required(JsonNode object, DefinitionPath at, String... names) {
        List<String> missing = Stream.of(names).filter(name -> !object.has(name)).toList();
        if (!missing.isEmpty()) {
            schema(at, "These fields are required: [%s]".formatted(String.join(", ", missing)));
        }
    }

    /** Reports fields that exclude each other. */
    void atMostOne(JsonNode object, DefinitionPath at, String... names) {
        if (Stream.of(names).filter(object::has).count() > 1) {
            schema(at, "There should only be one of the following fields: [%s]".formatted(String.join(", ", names)));
        }
    }

    /** Reports fields of which there must be one, and no more. */
    void exactlyOne(JsonNode object, DefinitionPath at, String... names) {
        if (Stream.of(names).noneMatch(object::has)) {
            schema(at, at, "This object should have only one of the following fields: [%s]".formatted(String.join(", ", names)), "; it has none of them");
        } else {
            atMostOne(object, at, names);
        }
    }
}
