package moderato.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A Python environment with the packages of a requirements file, made once and found again by the file's digest.
 *
 * @param folder the environment's folder
 */
record PythonEnvironment(Path folder) {

    /**
     * The environment of a requirements file; it is made with {@code python3 -m venv} and {@code pip install} when it is not there.
     *
     * @throws IOException when the file cannot be read or a package cannot be installed, with the end of what pip said
     */
    static PythonEnvironment of(Path requirements, Path environments) throws IOException {
        byte[] text = Files.readAllBytes(requirements);
        Path folder = environments.resolve(DigestUtils.sha256Hex(text).substring(0, 16));
        Path done = folder.resolve(".done");
        Files.createDirectories(environments);
        try (FileChannel channel = FileChannel.open(environments.resolve(folder.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(done)) {
                Folders.remove(folder);
                run(List.of("python3", "-m", "venv", "--system-site-packages", folder.toString()));
                run(List.of(folder.resolve("bin/python3").toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements.toString()));
                Files.createFile(done);
            }
        }
        return new PythonEnvironment(folder);
    }

    /** The variables by which a command finds this environment. */
    Map<String, String> variables(String path) {
        return Map.of("VIRTUAL_ENV", folder.toString(), "PATH", folder.resolve("bin") + ":" + path);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + said.strip().lines().reduce((first, last) -> last).orElse("it said nothing"));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while installing " + command.getLast(), e);
        }
    }
}
