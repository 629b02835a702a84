package moderato.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Runs an image in a container, as the container contract has it.
 *
 * <p>A container does not end with the program that started it, so its name is noted beside the attempt's folder, and the next attempt ends
 * it first.
 *
 * @param image what {@code docker run} is given
 * @param grace between SIGTERM and SIGKILL
 */
record DockerExecutor(Docker docker, String image, Duration grace) implements Executor {

    /** How the note is called that keeps a container's name. */
    static final String NOTE = ".container";

    /** Where a serving image listens in its container. */
    private static final int CONTAINER_PORT = 8080;
    /* What docker run itself answers when there is no container to run. */
    private static final int NOT_STARTED = 125;

    @Override
    public Ending run(Launch launch) throws IOException, InterruptedException {
        Path root = launch.folders().root();
        String container = name(root);
        Path note = root.resolveSibling(root.getFileName() + NOTE);
        Files.writeString(note, docker.program() + "\n" + container);
        Network network = Network.of(root, launch);
        if (network.own()) {
            docker.makeNetwork(network.name());
        }
        try {
            Ending ending = run(launch, command(launch, container, network), container);
            if (ending.exitCode() == NOT_STARTED && ending.why() == Ending.Why.BY_ITSELF) {
                launch.log().println("[Docker could not run the image " + image + "]");
            }
            return ending;
        } finally {
            boolean interrupted = Thread.interrupted();
            docker.remove(container);
            if (network.own()) {
                docker.removeNetwork(network.name());
            }
            Files.deleteIfExists(note);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean bringsToolkit() {
        return true;
    }

    /** Ends the container that a note names. */
    static void end(Path note) throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(note);
        if (lines.size() == 2) {
            new Docker(lines.getFirst()).remove(lines.getLast());
        }
        Files.delete(note);
    }

    private Ending run(Launch launch, List<String> command, String container) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        WatchedProcess watched = new WatchedProcess(process, launch);
        Thread reader = watched.copyLog();
        try {
            Ending ending = watched.await(() -> docker.remove(container), () -> docker.stop(container, grace.toSeconds()));
            if (ending.why() == Ending.Why.BY_ITSELF) {
                reader.join(Duration.ofSeconds(5));
            }
            return ending;
        } finally {
            process.destroy();
        }
    }

    /** The command line of the container. */
    private List<String> command(Launch launch, String container, Network network) {
        List<String> line = new ArrayList<>(List.of(docker.program(), "run", "--rm", "--name", container, "--volume", launch.folders().root() + ":" + JobFolders.CONTAINER_ROOT));
        line.addAll(network.options());
        launch.port().ifPresent(port -> line.addAll(List.of("--publish", "127.0.0.1:" + port + ":" + CONTAINER_PORT)));
        new TreeMap<>(launch.environment()).forEach((name, value) -> line.addAll(List.of("--env", name + "=" + value)));
        List<String> words = new ArrayList<>(launch.entrypoint());
        if (!words.isEmpty()) {
            line.addAll(List.of("--entrypoint", words.removeFirst()));
        }
        line.add(image);
        line.addAll(words);
        line.addAll(launch.arguments());
        return line;
    }

    private static String name(Path root) {
        return "moderato-" + Objects.requireNonNull(root.getParent()).getFileName() + "-" + root.getFileName();
    }

    /**
     * How a container reaches others.
     *
     * @param name of the network; empty: Docker's own
     * @param own whether it is made for this job, so that its hosts find each other
     * @param host the container's name in it
     */
    private record Network(String name, boolean own, String host) {

        static Network of(Path root, Launch launch) {
            String host = String.valueOf(root.getFileName());
            if (Files.exists(root.resolveSibling(host + ".hosts"))) {
                return new Network("moderato-" + Objects.requireNonNull(root.getParent()).getFileName(), true, host);
            }
            return new Network(launch.offline() ? "none" : "", false, host);
        }

        List<String> options() {
            if (name.isEmpty()) {
                return List.of("--hostname", host);
            }
            return own ? List.of("--network", name, "--network-alias", host, "--hostname", host) : List.of("--network", name);
        }
    }
}
