package moderato.jobs;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs a built-in image in a JVM of its own, which has its {@code /opt/ml} and its port, no variables of ours and no home of the user's:
 * what it would have in a container.
 *
 * @param image the image's name
 * @param grace between SIGTERM and SIGKILL
 */
record ChildJvm(String image, Duration grace) implements Executor {

    private static final List<String> OPTIONS_PASSED_ON = List.of("-Xmx", "-Xss", "-XX:+Use", "-XX:SharedArchiveFile", "-Xshare", "--enable-native-access", "--sun-misc-unsafe-memory-access");
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Ending run(Launch launch) throws IOException, InterruptedException {
        Launch own = new Launch(launch.folders(), List.of(), launch.arguments(), launch.environment(), launch.hyperparameters(), launch.log(), launch.longest(), launch.stopping(),
                launch.port(), launch.full(), launch.offline());
        return new CommandExecutor(command(), Map.of(ImageMain.ADDRESS, LOOPBACK), grace, false, new PythonEnvironment(List.of(), own.folders().root())).run(own);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (OPTIONS_PASSED_ON.stream().anyMatch(option::startsWith)) {
                command.add(option);
            }
        }
        // Every child has the same process number in its namespace, by which it would name its file of counters.
        command.add("-XX:-UsePerfData");
        command.add("-Dsun.net.httpserver.nodelay=true");
        command.add("-Duser.home=" + JobFolders.CONTAINER_ROOT);
        command.add("-cp");
        command.add(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(ImageMain.class.getName());
        command.add(image);
        return command;
    }
}
