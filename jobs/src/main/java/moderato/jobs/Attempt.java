package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The folders of one attempt of a job: one for each of its hosts, all below a folder of the attempt's own.
 *
 * <p>An attempt that is asked for again, after a crash, starts on empty folders; what an earlier process of it left running was ended
 * before.
 */
final class Attempt implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXT_KEPT = 1024;

    private final Path folder;
    private final Path logs;
    private final String name;
    private final int hosts;
    private final List<PipeChannel> pipes = new ArrayList<>();

    private Attempt(Path folder, Path logs, String name, int hosts) {
        this.folder = folder;
        this.logs = logs;
        this.name = name;
        this.hosts = hosts;
    }

    /** Fresh folders for a job of that name and number of hosts. */
    static Attempt open(Path jobs, String kind, String name, int hosts) throws IOException {
        Path folder = endEarlier(jobs, kind, name);
        Path logs = jobs.resolve("logs").resolve(kind).resolve(name);
        Folders.remove(logs);
        Attempt attempt = new Attempt(folder, logs, name, hosts);
        // One by one: a folder whose parent is there costs one call.
        Files.createDirectories(folder);
        for (int host = 0; host < hosts; host++) {
            Files.createDirectory(attempt.folders(host).root());
            Files.createDirectory(attempt.folders(host).resolve("output"));
        }
        if (hosts > 1) {
            // Whoever follows the logs sees from the first line on that there are several.
            Files.createDirectories(logs);
            for (int host = 0; host < hosts; host++) {
                Files.createFile(attempt.log(host));
                Files.writeString(folder.resolve(attempt.hostName(host) + ".hosts"), attempt.hostsFile());
            }
        }
        return attempt;
    }

    /** Ends what an earlier process of an attempt left running, and removes its folders; gives the place they had. */
    static Path endEarlier(Path jobs, String kind, String name) throws IOException {
        Path folder = jobs.resolve("attempts").resolve(kind + "-" + name);
        RunningProcess.endAll(folder);
        Folders.remove(folder);
        return folder;
    }

    /** The number of hosts. */
    int hosts() {
        return hosts;
    }

    /** The folder that holds those of all hosts. */
    Path folder() {
        return folder;
    }

    /** The folders of a host, from 0. */
    JobFolders folders(int host) {
        return new JobFolders(folder.resolve(hostName(host)));
    }

    /** The name by which a host knows itself and the others: {@code algo-1} and on. */
    String hostName(int host) {
        return "algo-" + (host + 1);
    }

    /** The address of a host of several, on this machine's loopback. */
    static String address(int host) {
        return "127.0.0." + (host + 2);
    }

    /** The file that keeps a host's log. */
    Path log(int host) {
        return logs.resolve(hostName(host) + ".log");
    }

    /** The folder of the attempt's logs. */
    Path logs() {
        return logs;
    }

    /** What a host is told about the others. */
    ObjectNode resources(int host, String instanceType) {
        ObjectNode resources = JSON.createObjectNode().put("current_host", hostName(host));
        ArrayNode names = resources.putArray("hosts");
        IntStream.range(0, hosts).forEach(other -> names.add(hostName(other)));
        return resources.put("network_interface_name", "lo").put("current_instance_type", instanceType);
    }

    /** Writes a configuration file into a host's folder. */
    void writeJson(int host, String path, JsonNode content) throws IOException {
        Path file = folders(host).resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content.toPrettyString());
    }

    /**
     * Gives a host a channel in Pipe mode, until the attempt ends.
     *
     * @param path the container's path of the channel; its pipes are called like it, with {@code _<epoch>} behind
     */
    void pipe(int host, String path, PipeChannel.Content content, Consumer<String> log) throws IOException {
        Path channel = folders(host).resolve(path);
        pipes.add(PipeChannel.open(Objects.requireNonNull(channel.getParent()), Objects.requireNonNull(channel.getFileName()).toString(), content, log));
    }

    /** The variables of a request. */
    static Map<String, String> environment(JsonNode request) {
        Map<String, String> variables = new TreeMap<>();
        request.path("Environment").properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        return variables;
    }

    /** A list of texts of a request. */
    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The reason for a failure that a host wrote, else its exit code. */
    JobFailure failure(List<Ending> endings) throws IOException {
        for (int host = 0; host < endings.size(); host++) {
            Path file = folders(host).failureFile();
            if (endings.get(host).exitCode() != 0 && Files.isRegularFile(file)) {
                String text = text(file);
                return JobFailure.algorithm(text.isBlank() ? exitCode(endings) : text.strip() + ", exit code: " + endings.get(host).exitCode() + "; the log is " + logs);
            }
        }
        return JobFailure.algorithm(exitCode(endings));
    }

    private String exitCode(List<Ending> endings) throws IOException {
        int host = IntStream.range(0, endings.size()).filter(one -> endings.get(one).exitCode() != 0).findFirst().orElse(0);
        return "See job logs for more information, exit code: " + endings.get(host).exitCode() + "; " + said(host);
    }

    /** Where the logs are, and how that of a host ends. */
    String said(int host) throws IOException {
        String last = JobLog.lastLine(log(host));
        return "the log is " + logs + (last.isEmpty() ? "" : " and ends with: " + last);
    }

    /** The first characters of a file, however long it is. */
    static String text(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            String text = new String(stream.readNBytes(TEXT_KEPT * 4), StandardCharsets.UTF_8);
            return text.substring(0, Math.min(text.length(), TEXT_KEPT));
        }
    }

    private String hostsFile() {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost\n::1 localhost\n");
        for (int host = 0; host < hosts; host++) {
            text.append(address(host)).append(' ').append(hostName(host)).append('\n');
        }
        return text.toString();
    }

    /** Ends the channels and removes the attempt's folders; its logs stay. */
    @Override
    public void close() {
        pipes.forEach(PipeChannel::close);
        Folders.removeQuietly(folder);
    }

    @Override
    public String toString() {
        return name;
    }
}
