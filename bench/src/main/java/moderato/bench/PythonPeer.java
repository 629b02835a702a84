package moderato.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moderato.models.ModelStore;

/** The plain Python program {@code bench/peer/peer.py}, with its packages and the files of its models. */
final class PythonPeer {

    private static final Path PROGRAM = Path.of("bench", "peer", "peer.py");
    private static final Path PACKAGES = Path.of("bench", "peer", "requirements.txt");
    private static final Path FOLDER = Path.of("bench", "target", "peer");
    private static final String VERSION = "Python 3.11";

    /** What the program calls a network's file, and which file of which model that is. */
    private enum Part {
        NUDITY("nudity", "opennsfw", "model"),
        OBJECTS("objects", "yolox-nano", "model"),
        FACE_BOXES("face-boxes", "faceplugin", "detector"),
        FACE_POINTS("face-points", "faceplugin", "landmarks"),
        FACE_EMBEDDING("face-embedding", "faceplugin", "embedding"),
        VOICE("voice", "silero-vad", "model"),
        SPEECH_ENCODER("speech-encoder", "moonshine-base", "encoder"),
        SPEECH_DECODER("speech-decoder", "moonshine-base", "decoder"),
        SPEECH_TOKENIZER("speech-tokenizer", "moonshine-base", "tokenizer"),
        SENTENCE("sentence", "all-minilm-l6-v2", "model"),
        SENTENCE_TOKENIZER("sentence-tokenizer", "all-minilm-l6-v2", "tokenizer");

        private final String name;
        private final String model;
        private final String role;

        Part(String name, String model, String role) {
            this.name = name;
            this.model = model;
            this.role = role;
        }
    }

    private final Path python;
    private final Path models;

    private PythonPeer(Path python, Path models) {
        this.python = python;
        this.models = models;
    }

    /**
     * Makes the program ready to run: its packages, by hash, in an environment of their own below {@code bench/target}, once.
     *
     * @param store where the models' files are
     * @throws IOException when there is no Python 3.11, or a package cannot be had
     */
    static PythonPeer prepare(ModelStore store) throws IOException, InterruptedException {
        Path environment = FOLDER.resolve("venv").toAbsolutePath();
        Path python = environment.resolve("bin").resolve("python");
        Path installed = environment.resolve(PACKAGES.getFileName());
        if (!Files.exists(installed) || Files.mismatch(installed, PACKAGES) >= 0) {
            String version = run("python3", "--version").strip();
            if (!version.startsWith(VERSION)) {
                throw new IOException("python3 is " + version + "; the packages that are pinned are those of " + VERSION);
            }
            run("python3", "-m", "venv", "--clear", environment.toString());
            run(python.toString(), "-m", "pip", "install", "-q", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", PACKAGES.toString());
            Files.copy(PACKAGES, installed);
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            files.put(part.name, store.file(part.model, part.role).toAbsolutePath().toString());
        }
        Path models = FOLDER.resolve("models.json");
        new ObjectMapper().writeValue(models.toFile(), files);
        return new PythonPeer(python, models);
    }

    /**
     * Runs the program on a video.
     *
     * @param more further arguments of the program
     */
    ProgramRun look(Path video, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python.toString(), PROGRAM.toString(), video.toString(), models.toString()));
        command.addAll(Arrays.asList(more));
        return succeeded(command);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        return succeeded(List.of(command)).output();
    }

    private static ProgramRun succeeded(List<String> command) throws IOException, InterruptedException {
        ProgramRun run = ProgramRun.ofCommand(command);
        if (run.exitCode() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + run.output());
        }
        return run;
    }
}
