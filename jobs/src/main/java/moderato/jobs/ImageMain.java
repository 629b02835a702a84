package moderato.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The entrypoint of a container, or of a child JVM, that holds one built-in image: {@code ImageMain NAME [ARGUMENT...]}.
 *
 * <p>It honours the container contract and nothing else: {@code /opt/ml}, the variables, SIGTERM, and, for an image that serves, port 8080
 * or the one that {@code SAGEMAKER_BIND_TO_PORT} names.
 */
public final class ImageMain {

    /** The variable that names the address to listen at; every address when it is not set, as a container needs. */
    static final String ADDRESS = "MODERATO_BIND_TO_ADDRESS";

    private static final String PORT = "SAGEMAKER_BIND_TO_PORT";
    private static final String USUAL_PORT = "8080";
    private static final int WRONG_USAGE = 2;
    private static final Duration FOREVER = Duration.ofDays(365);

    private ImageMain() {
    }

    /** Runs an image to its end and leaves with its exit code. */
    public static void main(String[] arguments) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger exitCode = new AtomicInteger(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.set(true);
            worker.interrupt();
            join(worker);
            Runtime.getRuntime().halt(exitCode.get());
        }));
        Thread work = Thread.ofPlatform().name("image").start(() -> exitCode.set(run(List.of(arguments), stop)));
        try {
            work.join();
        } catch (InterruptedException asked) {
            work.interrupt();
            work.join();
        }
        System.out.flush();
        /* Native libraries may not survive the JVM's own shutdown under sessions that are still open. */
        Runtime.getRuntime().halt(exitCode.get());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(List<String> arguments, AtomicBoolean stop) {
        ImageCatalog catalog = ImageCatalog.installed();
        String name = arguments.isEmpty() ? "" : arguments.getFirst();
        Optional<Image> program = Optional.ofNullable(catalog.programs().get(name));
        Optional<ServingImage> serving = Optional.ofNullable(catalog.serving().get(name));
        if (program.isEmpty() && serving.isEmpty()) {
            System.out.println("usage: " + ImageMain.class.getName() + " IMAGE [ARGUMENT...]; there is no image '" + name + "'");
            return WRONG_USAGE;
        }
        try {
            JobFolders folders = new JobFolders(Path.of(JobFolders.CONTAINER_ROOT));
            List<String> words = arguments.subList(1, arguments.size());
            boolean serves = program.isEmpty() || (serving.isPresent() && words.equals(List.of("serve")));
            if (serves) {
                JobConfiguration configuration = new JobConfiguration(words, System.getenv(), Map.of(), System.out, stop::get);
                try (ServingImage.Served model = serving.orElseThrow().load(folders, configuration)) {
                    return ServingServer.run(model, Optional.ofNullable(System.getenv(ADDRESS)), Integer.parseInt(System.getenv().getOrDefault(PORT, USUAL_PORT)));
                }
            }
            Launch launch = new Launch(folders, List.of(), words, System.getenv(), hyperparameters(folders), System.out, FOREVER, stop::get);
            return new BuiltInExecutor(program.orElseThrow()).run(launch).exitCode();
        } catch (InterruptedException e) {
            return 143;
        } catch (IOException | RuntimeException e) {
            e.printStackTrace(System.out);
            return 1;
        }
    }

    private static Map<String, String> hyperparameters(JobFolders folders) throws IOException {
        Path file = folders.resolve("input/config/hyperparameters.json");
        Map<String, String> values = new HashMap<>();
        if (Files.isRegularFile(file)) {
            new ObjectMapper().readTree(Files.readString(file)).properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        }
        return values;
    }
}
