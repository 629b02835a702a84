package moderato.cli;

import java.util.List;

/** Every command of the program: verbs for what people do daily, nouns for things that are kept. */
final class Commands {

    private Commands() {
    }

    /** One new instance of each command, in the order of the help page. */
    static List<Object> all() {
        return List.of(
                new ModerateCommand(),
                new DecideCommand(),
                new EvaluateCommand(),
                new PackageCommand(),
                new RunCommand(),
                new RunsCommand(),
                new ValidateCommand(),
                new TestCommand(),
                new ModelsCommand(),
                new FacesCommand(),
                new HashCommand(),
                new TextCommand(),
                new TrainCommand(),
                new DoctorCommand());
    }
}
