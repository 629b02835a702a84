package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import moderato.models.Label;
import moderato.models.ManifestException;
import moderato.models.ModelEntry;
import moderato.models.ModelFile;
import moderato.models.ModelStore;
import moderato.models.UserModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato models}: the models that can be used, their files, and the user's own. */
@Command(name = "models", description = "Lists, fetches, verifies and adds models.", footer = {"", "Example:", "  moderato models pull"}, subcommands = {
        ModelsCommand.ListModels.class, ModelsCommand.Pull.class, ModelsCommand.Verify.class, ModelsCommand.Add.class})
final class ModelsCommand extends CommandGroup {

    /** The size of a model's files together. */
    private static long bytes(ModelEntry entry) {
        return entry.files().stream().mapToLong(ModelFile::bytes).sum();
    }

    /** The worst state of a model's files: one that is missing or damaged makes the model so. */
    private static ModelStore.State state(ModelStore store, ModelEntry entry) throws IOException {
        ModelStore.State worst = ModelStore.State.VERIFIED;
        for (ModelFile file : entry.files()) {
            ModelStore.State state = store.state(file);
            if (state.compareTo(worst) > 0) {
                worst = state;
            }
        }
        return worst;
    }

    private static String word(ModelStore.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static List<ModelEntry> entries(ModelStore store, List<String> names) throws ManifestException {
        if (names.isEmpty()) {
            return store.manifest().entries().stream().filter(ModelEntry::byDefault).toList();
        }
        List<ModelEntry> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(store.entry(name));
        }
        return entries;
    }

    /** {@code moderato models list}. */
    @Command(name = "list", description = "Lists the models that can be used, and whether their files are here.", footer = {"", "Example:",
            "  moderato models list --json"})
    static final class ListModels implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ModelStore store = ModelStore.open(common.home().folder());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ArrayNode list = new ObjectMapper().createArrayNode();
                for (ModelEntry entry : store.manifest().entries()) {
                    describe(list.addObject(), store, entry);
                }
                out.println(list.toPrettyString());
                return ExitCode.OK;
            }
            for (ModelEntry entry : store.manifest().entries()) {
                out.printf("%-18s%-14s%-10s%6d MiB  %-10s%s%n", entry.name(), entry.task(), entry.byDefault() ? "default" : "by choice",
                        Math.ceilDiv(bytes(entry), 1 << 20), word(state(store, entry)), entry.licence());
            }
            for (String extra : UserModels.EXTRAS) {
                if (store.manifest().find(extra).isEmpty()) {
                    out.printf("%-18snot added; its licence is not for everybody: moderato models add %s%n", extra, extra);
                }
            }
            return ExitCode.OK;
        }

        private static void describe(ObjectNode json, ModelStore store, ModelEntry entry) throws IOException {
            json.put("name", entry.name()).put("version", entry.version()).put("task", entry.task()).put("default", entry.byDefault())
                    .put("licence", entry.licence()).put("attribution", entry.attribution()).put("state", word(state(store, entry)));
            ArrayNode files = json.putArray("files");
            for (ModelFile file : entry.files()) {
                files.addObject().put("role", file.role()).put("path", file.path()).put("sha256", file.sha256()).put("bytes", file.bytes());
            }
            ArrayNode labels = json.putArray("labels");
            for (Label label : entry.labels()) {
                ObjectNode described = labels.addObject().put("label", label.name()).put("use", label.use().name().toLowerCase(Locale.ROOT))
                        .put("threshold", label.threshold());
                label.taxonomy().forEach(described.putArray("taxonomy")::add);
            }
        }
    }

    /** {@code moderato models pull}. */
    @Command(name = "pull", description = "Fetches models that are not here yet: the default ones, or those named.", footer = {"", "Example:",
            "  moderato models pull moonshine-tiny"})
    static final class Pull implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "MODEL", arity = "0..*", description = "names of models (default: those that run by default)")
        private List<String> names = new ArrayList<>();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, InterruptedException {
            PrintWriter err = spec.commandLine().getErr();
            ModelStore store = ModelStore.open(common.home().folder(), line -> {
                err.println(line);
                err.flush();
            });
            for (ModelEntry entry : entries(store, names)) {
                store.pull(entry);
                spec.commandLine().getOut().printf("%-18sverified%n", entry.name());
            }
            return ExitCode.OK;
        }
    }

    /** {@code moderato models verify}. */
    @Command(name = "verify", description = "Hashes every model file that is here and compares with the manifest.", footer = {"", "Example:",
            "  moderato models verify"})
    static final class Verify implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ModelStore store = ModelStore.open(common.home().folder());
            boolean damaged = false;
            for (ModelEntry entry : store.manifest().entries()) {
                for (ModelFile file : entry.files()) {
                    ModelStore.State state = store.state(file);
                    damaged |= state == ModelStore.State.DAMAGED;
                    spec.commandLine().getOut().printf("%-18s%-14s%-10s%s%n", entry.name(), file.role(), word(state), file.sha256());
                }
            }
            if (damaged) {
                throw new CommandException(ExitCode.BAD_INPUT, "damaged files are not used; `moderato models pull` fetches them again");
            }
            return ExitCode.OK;
        }
    }

    /** {@code moderato models add}. */
    @Command(name = "add", description = "Adds models of your own from a manifest file, or one of the extras by its name.", footer = {"", "Example:",
            "  moderato models add weapons.yaml", "  moderato models add nudenet"})
    static final class Add implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "FILE|NAME", description = "a manifest file (docs/models.md), or the name of an extra")
        private String what = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path home = common.home().folder();
            List<String> added;
            if (UserModels.EXTRAS.contains(what) && !Files.exists(Path.of(what))) {
                UserModels.addExtra(home, what);
                added = List.of(what);
            } else {
                added = UserModels.add(home, Path.of(what));
            }
            ModelStore store = ModelStore.open(home);
            PrintWriter out = spec.commandLine().getOut();
            for (String name : added) {
                ModelEntry entry = store.entry(name);
                out.printf("%s added for %s, licence: %s%n", name, entry.task(), entry.licence());
            }
            return ExitCode.OK;
        }
    }
}
