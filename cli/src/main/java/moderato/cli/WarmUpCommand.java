package moderato.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import moderato.analysis.NativeLibraries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code moderato warm-up}: does once what every moderation does, so that the JVM's cache of classes can be made from it. For the launcher, not for
 * people; needs no models and no network.
 */
@Command(name = "warm-up", hidden = true, description = "Moderates a picture of the program's own, for the launcher to make its cache of classes from.")
final class WarmUpCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FOLDER", description = "a folder that is removed afterwards")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path picture = Files.createDirectories(folder).resolve("title.png");
        try (InputStream in = Objects.requireNonNull(WarmUpCommand.class.getResourceAsStream("demo/title.png"))) {
            Files.copy(in, picture);
        }
        PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
        List<String> moderate = List.of("moderate", picture.toString(), "--domains", "known", "--home", folder.resolve("home").toString());
        Main.run(moderate, nowhere, nowhere);
        // The second time its case is open, and with other settings its steps are in the cache.
        int code = Main.run(Stream.concat(moderate.stream(), Stream.of("--no-report")).toList(), nowhere, nowhere);
        NativeLibraries.load();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(jar).getFileName().toString().matches("(moderato|onnxruntime)-.*\\.jar")) {
                load(Path.of(jar));
            }
        }
        return code;
    }

    /* What the models' steps need beyond that is loaded by name. */
    private static void load(Path jar) throws IOException {
        try (JarFile classes = new JarFile(jar.toFile())) {
            for (String entry : classes.stream().map(each -> each.getName()).filter(name -> name.matches("(moderato|ai/onnxruntime)/.*\\.class")).toList()) {
                try {
                    Class.forName(entry.substring(0, entry.length() - ".class".length()).replace('/', '.'), false, WarmUpCommand.class.getClassLoader());
                } catch (ClassNotFoundException | LinkageError optional) {
                    continue;
                }
            }
        }
    }
}
