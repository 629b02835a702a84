package moderato.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every command of the program: verbs for what people do daily, nouns for things that are kept. */
final class Commands {

    private Commands() {
    }

    /**
     * The commands that a command line may mean: the one that it names, or all of them where it names none, as for the help page. Reading
     * the description of every command takes longer than most commands do.
     */
    static Collection<Object> forArguments(List<String> arguments) {
        Map<String, Supplier<Object>> all = all();
        if (!arguments.isEmpty() && all.containsKey(arguments.getFirst())) {
            return List.of(all.get(arguments.getFirst()).get());
        }
        return all.values().stream().map(Supplier::get).toList();
    }

    /* In the order of the help page. */
    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("moderate", ModerateCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("decide", DecideCommand::new);
        commands.put("watch", WatchCommand::new);
        commands.put("review", ReviewCommand::new);
        commands.put("evaluate", EvaluateCommand::new);
        commands.put("package", PackageCommand::new);
        commands.put("run", RunCommand::described);
        commands.put("runs", RunsCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("test", TestCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("faces", FacesCommand::new);
        commands.put("objects", ObjectsCommand::new);
        commands.put("registry", RegistryCommand::new);
        commands.put("experiments", ExperimentsCommand::new);
        commands.put("lineage", LineageCommand::new);
        commands.put("hash", HashCommand::new);
        commands.put("text", TextCommand::new);
        commands.put("train", TrainCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        return commands;
    }
}
