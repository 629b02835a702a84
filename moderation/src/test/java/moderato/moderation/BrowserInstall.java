package moderato.moderation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * A headless Chromium for the tests: the machine's own, or one that npm's registry carries, unpacked once into the cache of the user's
 * moderato home.
 *
 * @param program the executable
 * @param environment what it needs to find its own shared libraries and fonts
 */
record BrowserInstall(Path program, Map<String, String> environment) {

    private static final String VERSION = "147.0.0";
    private static final String ARCHIVE = "sparticuz-chromium-" + VERSION + ".tgz";
    private static final String SHA256 = "18fe5404ce845594cd7d592fc07f37a19514079ba4d9c27192ad8b908743f16b";
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /** The package holds Brotli archives, which neither the JDK nor tar can read; where npm is, node is. */
    private static final String UNPACK = """
            const zlib = require('zlib'), fs = require('fs');
            const unpack = (from, to, mode) => fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync('package/bin/' + from)), {mode});
            unpack('chromium.br', 'chromium', 0o755);
            unpack('al2023.tar.br', 'al2023.tar', 0o644);
            unpack('swiftshader.tar.br', 'swiftshader.tar', 0o644);
            unpack('fonts.tar.br', 'fonts.tar', 0o644);
            """;

    static BrowserInstall find() throws IOException, InterruptedException {
        Optional<Path> own = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
        return own.isPresent() && System.getProperty("moderato.test.ownBrowser", "yes").equals("yes")
                ? new BrowserInstall(own.get(), Map.of()) : fetched();
    }

    private static BrowserInstall fetched() throws IOException, InterruptedException {
        String home = System.getenv().getOrDefault("MODERATO_HOME", System.getProperty("user.home") + "/.moderato");
        Path folder = Path.of(home, "cache", "chromium-" + VERSION);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Path aside = Files.createTempDirectory(folder.getParent(), "chromium-");
            fetch(aside);
            try {
                Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // Another build was faster; its copy is as good.
            }
        }
        return new BrowserInstall(folder.resolve("chromium"), Map.of("LD_LIBRARY_PATH", folder.resolve("lib").toString(),
                "FONTCONFIG_PATH", folder.resolve("fonts").toString(), "HOME", folder.toString()));
    }

    private static void fetch(Path folder) throws IOException, InterruptedException {
        run(folder, "npm", "pack", "--silent", "@sparticuz/chromium@" + VERSION);
        String found = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(folder.resolve(ARCHIVE));
        if (!found.equals(SHA256)) {
            throw new IOException(ARCHIVE + " has the SHA-256 " + found + ", expected " + SHA256);
        }
        run(folder, "tar", "xzf", ARCHIVE);
        run(folder, "node", "-e", UNPACK);
        for (String archive : List.of("al2023.tar", "swiftshader.tar", "fonts.tar")) {
            run(folder, "tar", "xf", archive);
            Files.delete(folder.resolve(archive));
        }
        run(folder, "rm", "-r", "package", ARCHIVE);
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the browser for the tests cannot be had: " + String.join(" ", words.subList(0, Math.min(3, words.size())))
                    + ": " + output);
        }
    }
}
