package moderato.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import moderato.analysis.NativeLibraries;
import moderato.media.DecoderCache;
import moderato.models.ModelEntry;
import moderato.models.ModelFile;
import moderato.models.ModelStore;
import moderato.moderation.Domains;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code moderato warm-up}: does once what every moderation does, so that the JVM's cache of classes can be made from it. For the launcher, not for
 * people; needs no network. Where the user's home has the default models, it looks with them, and the cache is the better for it.
 */
@Command(name = "warm-up", hidden = true, description = "Moderates a clip of the program's own, for the launcher to make its caches of classes from.")
final class WarmUpCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FOLDER", description = "a folder that is removed afterwards")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path clip = Files.createDirectories(folder).resolve("clip.mp4");
        DemoClip.makeOwn(clip);
        Optional<String> decoderCache = Optional.ofNullable(System.getProperty(DecoderCache.PROPERTY));
        if (decoderCache.isPresent()) {
            DecoderCache.make(Path.of(decoderCache.get()), clip);
        }
        PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
        Path home = Files.createDirectories(folder.resolve("home"));
        String domains = borrowModels(home) ? String.join(",", Domains.STANDARD) : Domains.KNOWN;
        List<String> moderate = List.of("moderate", clip.toString(), "--domains", domains, "--home", home.toString());
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

    /** Lets a home use the models of the user's home; false where one is missing. */
    private static boolean borrowModels(Path home) throws IOException {
        Path users = Home.of(Optional.empty(), System.getenv(), Path.of(System.getProperty("user.home"))).folder();
        ModelStore store = ModelStore.open(users);
        for (ModelEntry entry : store.manifest().entries()) {
            for (ModelFile file : entry.byDefault() ? entry.files() : List.<ModelFile>of()) {
                if (store.state(file) != ModelStore.State.VERIFIED) {
                    return false;
                }
            }
        }
        Files.createSymbolicLink(home.resolve("models"), store.folder().toRealPath());
        return true;
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
