package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import moderato.kernel.InvalidDefinitionException.Problem;
import moderato.pipelines.CheckedPipeline;
import moderato.states.DefinitionCheck;
import moderato.states.DefinitionCheck.MachineType;

/**
 * What validation says about a definition of whichever language it turns out to be in.
 *
 * @param language the language's name: {@code states} or {@code pipelines}
 * @param errors what keeps it from running, in the order of the text
 * @param warnings what is legal and yet hardly meant
 */
record CheckedDefinition(String language, List<Problem> errors, List<Problem> warnings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    CheckedDefinition {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** Checks a text by the language it looks like; what looks like nothing is held to be a state machine. */
    static CheckedDefinition of(String text, boolean express) {
        if (isPipeline(text)) {
            CheckedPipeline pipeline = CheckedPipeline.of(text);
            return new CheckedDefinition("pipelines", pipeline.errors(), pipeline.warnings());
        }
        DefinitionCheck machine = DefinitionCheck.of(text, express ? MachineType.EXPRESS : MachineType.STANDARD);
        return new CheckedDefinition("states", machine.problems(), machine.warnings());
    }

    private static boolean isPipeline(String text) {
        try {
            return CheckedPipeline.looksLikePipeline(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
