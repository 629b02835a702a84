package moderato.models;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings a file from a source into a folder, through the ordinary client of each source. What it brings is not verified yet. */
final class Fetcher {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final long MINUTES = 15;

    /** Name, version, Python, ABI and platforms, as the wheel format (PEP 427) writes them. */
    private static final Pattern PLATFORM_WHEEL =
            Pattern.compile(".+-cp(?<python>\\d+)-(?<abi>\\w+)-(?!any)(?<platforms>[\\w.]+)\\.whl");

    private Fetcher() {}

    /**
     * Fetches a file.
     *
     * @param source where from
     * @param fileName the name of the file or archive
     * @param bytes its size; no more is read from the web than that
     * @param folder an empty folder to work in
     * @return the file fetched
     * @throws IOException when the source does not give it; the message says why
     */
    static Path fetch(Source source, String fileName, long bytes, Path folder) throws IOException, InterruptedException {
        Path target = folder.resolve(fileName);
        switch (source) {
            case Source.Folder local -> {
                Path there = Path.of(local.path()).resolve(fileName);
                if (!Files.isRegularFile(there)) {
                    throw new IOException("there is no such file: " + there);
                }
                Files.copy(there, target);
            }
            case Source.Pypi pypi -> {
                List<String> arguments = new ArrayList<>(List.of(
                        "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--ignore-requires-python",
                        "--disable-pip-version-check", "--no-input", "--retries", "2", "--timeout", "20", "--dest", "."));
                arguments.addAll(wheelTags(fileName));
                arguments.add(pypi.requirement());
                run(folder, List.of(List.of("pip3", "pip", "python3", "python"), arguments));
            }
            case Source.Npm npm -> run(folder, List.of(
                    List.of("npm"), List.of("pack", "--silent", "--ignore-scripts", npm.specifier())));
            case Source.Maven maven -> run(folder, List.of(
                    List.of("mvn"),
                    List.of("--batch-mode", "--quiet", "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy",
                            "-Dartifact=" + maven.coordinates(), "-DoutputDirectory=" + folder, "-Dmdep.stripVersion=false")));
            case Source.Url url -> download(url, bytes, target);
        }
        if (!Files.isRegularFile(target)) {
            throw new IOException("it gave no file named " + fileName);
        }
        return target;
    }

    /* A wheel for one Python on one platform is asked for by its tags, or pip gives the one of the Python that it runs on. */
    private static List<String> wheelTags(String fileName) {
        Matcher wheel = PLATFORM_WHEEL.matcher(fileName);
        if (!wheel.matches()) {
            return List.of();
        }
        List<String> tags = new ArrayList<>(List.of(
                "--implementation", "cp", "--python-version", wheel.group("python"), "--abi", wheel.group("abi")));
        for (String platform : wheel.group("platforms").split("\\.")) {
            tags.addAll(List.of("--platform", platform));
        }
        return tags;
    }

    private static void run(Path folder, List<List<String>> programsThenArguments) throws IOException, InterruptedException {
        List<String> programs = programsThenArguments.getFirst();
        for (String program : programs) {
            List<String> command = new ArrayList<>(List.of(program));
            if (program.startsWith("python")) {
                command.addAll(List.of("-m", "pip"));
            }
            command.addAll(programsThenArguments.getLast());
            Path log = folder.resolve("log");
            Process process;
            try {
                process = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
            } catch (IOException e) {
                continue;
            }
            await(process, program, log);
            return;
        }
        throw new IOException(String.join(" or ", programs) + " is not installed");
    }

    private static void await(Process process, String program, Path log) throws IOException, InterruptedException {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(program + " took more than " + MINUTES + " minutes");
            }
            if (process.exitValue() != 0) {
                List<String> said = Files.readString(log).lines().filter(line -> !line.isBlank()).toList();
                throw new IOException(program + " ended with " + process.exitValue()
                        + (said.isEmpty() ? "" : ": " + said.getLast().strip()));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void download(Source.Url url, long bytes, Path target) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(url.address()).build();
            CompletableFuture<HttpResponse<Path>> answer = client.sendAsync(request, head -> head.statusCode() == 200
                    ? BodyHandlers.limiting(BodyHandlers.ofFile(target), bytes).apply(head)
                    : BodySubscribers.replacing(target));
            try {
                int status = answer.get(MINUTES, TimeUnit.MINUTES).statusCode();
                if (status != 200) {
                    throw new IOException("the server answered " + status);
                }
            } catch (TimeoutException e) {
                throw new IOException("the server took more than " + MINUTES + " minutes", e);
            } catch (ExecutionException e) {
                throw new IOException("no file of " + bytes + " bytes came from it: " + e.getCause(), e);
            } finally {
                answer.cancel(true);
            }
        }
    }
}
