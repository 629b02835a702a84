package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.analysis.FaceEnrollment;
import moderato.models.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato faces}: lists of people to look for. */
@Command(name = "faces", description = "Keeps watchlists: people to look for in videos.", footer = {"", "Example:",
        "  moderato faces list"}, subcommands = {FacesCommand.Enroll.class, FacesCommand.ListLists.class})
final class FacesCommand extends CommandGroup {

    /** {@code moderato faces enroll}. */
    @Command(name = "enroll", description = {"Adds pictures of a person to a watchlist.",
            "Embeddings of faces are biometric data: say what the list is for. The list's file is readable by its owner only."}, footer = {"",
                    "Example:", "  moderato faces enroll missing \"Jane Doe\" jane-1.jpg jane-2.jpg --purpose \"find missing persons\""})
    static final class Enroll implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Parameters(index = "0", paramLabel = "LIST", description = "the list's name")
        private String list = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "the person's name")
        private String name = "";

        @Parameters(index = "2..*", arity = "1..*", paramLabel = "PICTURE", description = "JPEG or PNG files with one face each")
        private List<Path> pictures = new ArrayList<>();

        @Option(names = "--purpose", required = true, paramLabel = "TEXT", description = "why the people on the list are looked for")
        private String purpose = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path home = common.home().folder();
            PrintWriter err = spec.commandLine().getErr();
            ModelStore store = ModelStore.open(home, err::println);
            FaceEnrollment.Listed listed = FaceEnrollment.enroll(home, store, list, name, purpose, pictures);
            spec.commandLine().getOut().println(listed.name() + ": " + listed.people().size() + (listed.people().size() == 1 ? " person, " : " people, ")
                    + listed.pictures() + (listed.pictures() == 1 ? " picture, in " : " pictures, in ") + listed.file());
            return ExitCode.OK;
        }
    }

    /** {@code moderato faces list}. */
    @Command(name = "list", description = "Shows the watchlists, their purposes and who is on them.", footer = {"", "Example:",
            "  moderato faces list --json"})
    static final class ListLists implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            List<FaceEnrollment.Listed> lists = FaceEnrollment.list(common.home().folder());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ArrayNode array = new ObjectMapper().createArrayNode();
                for (FaceEnrollment.Listed listed : lists) {
                    var described = array.addObject().put("list", listed.name()).put("purpose", listed.purpose())
                            .put("pictures", listed.pictures()).put("file", listed.file().toString());
                    listed.people().forEach(described.putArray("people")::add);
                }
                out.println(array.toPrettyString());
                return ExitCode.OK;
            }
            for (FaceEnrollment.Listed listed : lists) {
                out.println(listed.name() + " (" + listed.purpose() + "): " + String.join(", ", listed.people()));
            }
            return ExitCode.OK;
        }
    }
}
