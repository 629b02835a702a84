package moderato.pipelines;

import moderato.kernel.Definition;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.Language;

/** SageMaker pipeline definitions, JSON version 2020-12-01. */
public final class PipelineLanguage implements Language {

    /** The language's name. */
    public static final String NAME = "pipelines";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int semantics() {
        return 1;
    }

    @Override
    public PipelineProgram compile(Definition definition) {
        CheckedPipeline checked = CheckedPipeline.of(definition.text());
        if (!checked.valid()) {
            throw new InvalidDefinitionException(checked.errors());
        }
        return new PipelineProgram(new Plan(checked.definition(), checked.graph()));
    }
}
