package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import moderato.kernel.Definition;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.InvalidDefinitionException.Problem;
import moderato.kernel.Language;

/** Amazon States Language, as the engines know it. */
public final class StatesLanguage implements Language {

    /** The language's name. */
    public static final String NAME = "states";

    private static final int SEMANTICS = 1;

    private final StatesProgram.Options options;

    /** The language with AWS's quotas. */
    public StatesLanguage() {
        this(StatesProgram.Options.STANDARD);
    }

    /** The language with quotas of one's own. */
    public StatesLanguage(StatesProgram.Options options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int semantics() {
        return SEMANTICS;
    }

    @Override
    public StatesProgram compile(Definition definition) {
        JsonNode json = DefinitionCheck.of(definition.text(), DefinitionCheck.MachineType.STANDARD).requireValid();
        try {
            return new StatesProgram(StateMachineReader.read(json), options);
        } catch (ExpressionSyntaxException e) {
            throw invalid("SCHEMA_VALIDATION_FAILED", String.valueOf(e.getMessage()));
        }
    }

    private static InvalidDefinitionException invalid(String code, String message) {
        return new InvalidDefinitionException(List.of(new Problem(code, "", 0, 0, message)));
    }
}
