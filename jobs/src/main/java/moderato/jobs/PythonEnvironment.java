package moderato.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The Python environment of a local command: the packages of its requirements files, installed once and found again by the files' digest.
 *
 * @param requirements the files; none: the machine's Python as it is
 * @param environments the folder that environments are kept in
 */
record PythonEnvironment(List<Path> requirements, Path environments) {

    /** One is made at a time in this process; the file's lock holds off other processes only. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    PythonEnvironment {
        requirements = List.copyOf(requirements);
    }

    /** The same with the packages of one more file. */
    PythonEnvironment and(Path more) {
        return new PythonEnvironment(Stream.concat(requirements.stream(), Stream.of(more)).toList(), environments);
    }

    /**
     * The variables by which a command finds the packages. Where they are not installed yet, they are, with {@code python3 -m venv} and
     * {@code pip install}.
     *
     * @param path where programs are looked for besides
     * @param said is told of an installation
     * @throws IOException when a file cannot be read or a package cannot be installed, with the end of what pip said
     */
    Map<String, String> variables(String path, Consumer<String> said) throws IOException, InterruptedException {
        if (requirements.isEmpty()) {
            return Map.of();
        }
        Path folder = environments.resolve(digest().substring(0, 16));
        if (!Files.exists(done(folder))) {
            MAKING.lockInterruptibly();
            try {
                make(folder, said);
            } finally {
                MAKING.unlock();
            }
        }
        return Map.of("VIRTUAL_ENV", folder.toString(), "PATH", folder.resolve("bin") + ":" + path);
    }

    private String digest() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : requirements) {
            text.append(Files.readString(file)).append('\n');
        }
        return DigestUtils.sha256Hex(text.toString());
    }

    private void make(Path folder, Consumer<String> said) throws IOException, InterruptedException {
        Files.createDirectories(environments);
        try (FileChannel channel = FileChannel.open(environments.resolve(folder.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || Files.exists(done(folder))) {
                return;
            }
            said.accept("moderato: installing the packages of " + requirements.getLast().getFileName());
            Folders.remove(folder);
            run(List.of("python3", "-m", "venv", "--system-site-packages", folder.toString()));
            List<String> install = new ArrayList<>(List.of(folder.resolve("bin/python3").toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
            requirements.forEach(file -> install.addAll(List.of("-r", file.toString())));
            run(install);
            Files.createFile(done(folder));
        }
    }

    private static Path done(Path folder) {
        return folder.resolve(".done");
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(environments, "install", ".log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            process.getOutputStream().close();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(log).strip().lines().reduce((first, last) -> last).orElse("it said nothing"));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(log);
        }
    }
}
