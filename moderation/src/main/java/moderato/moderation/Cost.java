package moderato.moderation;

import java.util.List;

/**
 * What the moderation took.
 *
 * @param wallSeconds the sum over the stages; stages run beside each other, so the wait was shorter
 * @param processorSeconds the sum over the stages
 * @param stages each stage
 */
public record Cost(double wallSeconds, double processorSeconds, List<Stage> stages) {

    public Cost {
        stages = List.copyOf(stages);
    }

    /** Wall and processor seconds of one stage. */
    public record Stage(String stage, double wallSeconds, double processorSeconds) {
    }

    static Cost of(List<Stage> stages) {
        return new Cost(stages.stream().mapToDouble(Stage::wallSeconds).sum(), stages.stream().mapToDouble(Stage::processorSeconds).sum(),
                stages);
    }
}
