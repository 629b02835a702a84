package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import moderato.moderation.InvalidInputException;
import moderato.moderation.PackageSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato package}: the files that moderation writes beside videos. */
@Command(name = "package", description = "Checks the packages that 'moderate' writes beside videos.", footer = {"", "Example:", "  moderato package validate holiday.mp4.moderation.json"},
        subcommands = {PackageCommand.Validate.class, PackageCommand.SchemaText.class})
final class PackageCommand extends CommandGroup {

    /** {@code moderato package validate}. */
    @Command(name = "validate", description = "Checks packages against the published schema and prints every problem with its JSON pointer.", footer = {"",
            "Example:", "  moderato package validate holiday.mp4.moderation.json"})
    static final class Validate implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(arity = "1..*", paramLabel = "PACKAGE", description = "a package that 'moderate' wrote")
        private List<Path> packages = List.of();

        @Override
        public Integer call() throws IOException {
            boolean valid = true;
            for (Path file : packages) {
                valid &= validate(file);
            }
            return valid ? ExitCode.OK : ExitCode.BAD_INPUT;
        }

        private boolean validate(Path file) throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            List<String> problems;
            try {
                problems = PackageSchema.validate(file);
            } catch (InvalidInputException e) {
                problems = e.problems();
            }
            problems.forEach(out::println);
            if (problems.isEmpty()) {
                out.println(file + ": valid");
            }
            return problems.isEmpty();
        }
    }

    /** {@code moderato package schema}. */
    @Command(name = "schema", description = "Prints the JSON Schema of packages.", footer = {"", "Example:", "  moderato package schema > package.schema.json"})
    static final class SchemaText implements Runnable {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            spec.commandLine().getOut().print(PackageSchema.text());
            spec.commandLine().getOut().flush();
        }
    }
}
