package moderato.pipelines;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code Get: Execution.X} may ask for; the constants' names are the wire's. */
enum ExecutionVariable {
    StartDateTime, CurrentDateTime, PipelineName, PipelineArn, PipelineExecutionId, PipelineExecutionArn,
    /** The name of the training job that the asking step starts. */
    TrainingJobName,
    /** The name of the processing job that the asking step starts. */
    ProcessingJobName;

    static Optional<ExecutionVariable> of(String name) {
        return Arrays.stream(values()).filter(variable -> variable.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
