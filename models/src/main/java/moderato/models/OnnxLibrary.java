package moderato.models;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** ONNX Runtime's native libraries, kept unpacked in a folder: its own loader would unpack 28 MB into a new temporary folder at every start. */
final class OnnxLibrary {

    private static final String PATH = "onnxruntime.native.path";
    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private OnnxLibrary() {}

    /**
     * Has the libraries loaded from a folder, into which they are unpacked the first time; before ONNX Runtime is first used. Where the folder cannot
     * be written, ONNX Runtime goes its own way.
     */
    static void keepIn(Path folder) {
        if (System.getProperty(PATH) != null) {
            return;
        }
        try {
            for (String name : NAMES) {
                Path library = folder.resolve(System.mapLibraryName(name));
                if (!Files.exists(library)) {
                    unpack(library);
                }
            }
            System.setProperty(PATH, folder.toString());
        } catch (IOException notWritable) {
            System.clearProperty(PATH);
        }
    }

    private static void unpack(Path library) throws IOException {
        String resource = "/ai/onnxruntime/native/" + platform() + "/" + library.getFileName();
        try (InputStream packed = OrtEnvironment.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("ONNX Runtime has no library " + resource);
            }
            Files.createDirectories(library.toAbsolutePath().getParent());
            Path aside = Files.createTempFile(library.toAbsolutePath().getParent(), "library", ".part");
            Files.copy(packed, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, library, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux")
                + (processor.equals("amd64") || processor.equals("x86_64") ? "-x64" : "-" + processor);
    }
}
