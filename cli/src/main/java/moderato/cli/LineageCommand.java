package moderato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.registry.Entity;
import moderato.registry.Lineage;
import moderato.registry.LineageGraph;
import moderato.registry.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato lineage}. */
@Command(name = "lineage", description = "Says which runs, data and models made an object, a model package or a decision, and what was made of it.", footer = {"", "Examples:",
        "  moderato lineage churn/3", "  moderato lineage s3://my-bucket/train/data.csv --down", "  moderato lineage holiday.mp4.moderation.json"})
final class LineageCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "OBJECT", description = "an s3 address, a file such as a package beside a video, a model package (GROUP/VERSION or ARN), a job, a run")
    private String object = "";

    @Option(names = "--up", description = "only what it was made from")
    private boolean up;

    @Option(names = "--down", description = "only what was made from it")
    private boolean down;

    @Option(names = "--depth", description = "how many associations far (default: ${DEFAULT-VALUE})")
    private int depth = 100;

    @Option(names = "--json", description = "print the vertices and edges as QueryLineage answers them, with what is known of each vertex")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        try (Registry registry = Engines.registry(common.home())) {
            List<Entity> starts = new LineageReference(registry, common.home()).find(object);
            if (starts.isEmpty()) {
                throw new CommandException(ExitCode.BAD_INPUT, "nothing is known of '" + object + "': no job that ran here read or wrote it. Give an s3 address, a file, GROUP/VERSION, an ARN, a job or a run");
            }
            List<String> arns = starts.stream().map(Entity::arn).toList();
            LineageGraph above = registry.lineage().query(arns, Lineage.Direction.UP, down && !up ? 0 : depth);
            LineageGraph below = registry.lineage().query(arns, Lineage.Direction.DOWN, up && !down ? 0 : depth);
            if (json) {
                spec.commandLine().getOut().println(toJson(above, below).toPrettyString());
            } else {
                new LineageText(spec.commandLine().getOut(), registry.lineage()).print(above, below);
            }
            return ExitCode.OK;
        }
    }

    private static ObjectNode toJson(LineageGraph above, LineageGraph below) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode starts = answer.putArray("StartArns");
        above.starts().forEach(starts::add);
        ArrayNode vertices = answer.putArray("Vertices");
        ArrayNode edges = answer.putArray("Edges");
        for (LineageGraph graph : List.of(above, below)) {
            for (Entity entity : graph.entities().values()) {
                if (graph == above || !above.entities().containsKey(entity.arn())) {
                    vertices.addObject().put("Arn", entity.arn()).put("Type", entity.type()).put("LineageType", entity.kind().name()).put("Name", entity.name())
                            .put("SourceUri", entity.source()).put("CreationTime", entity.created().toEpochMilli() / 1000.0).set("Properties", entity.body());
                }
            }
            for (LineageGraph.Association association : graph.associations()) {
                if (graph == above || !above.associations().contains(association)) {
                    edges.addObject().put("SourceArn", association.source()).put("DestinationArn", association.destination()).put("AssociationType", association.type());
                }
            }
        }
        return answer;
    }
}
