package moderato.models;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelStoreTest {

    private static final byte[] WEIGHTS = "the weights".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WORDS = "the words".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path home;

    private Path shelf;

    @BeforeEach
    void makeShelf() throws IOException {
        shelf = Files.createDirectories(home.resolve("shelf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"box.zip", "box.tgz"})
    void anArchiveIsOpenedOnceAndGivesAllItsFiles(String name) throws Exception {
        add(archive(name), "folder: " + shelf);
        ModelStore store = ModelStore.open(home);
        assertThat(store.file("tiny", "weights")).hasBinaryContent(WEIGHTS);
        Files.delete(shelf.resolve(name));
        assertThat(store.file("tiny", "words")).hasBinaryContent(WORDS);
        assertThat(store.folder().resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void anArchiveOfAnotherHashIsRefusedWithBothHashes() throws Exception {
        Path archive = archive("box.zip");
        String wanted = sha256(archive);
        add(archive, "folder: " + shelf);
        Files.writeString(archive, "something else");
        assertThatThrownBy(() -> ModelStore.open(home).file("tiny", "weights"))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("box.zip has SHA-256 " + sha256(archive) + " instead of " + wanted + ": refused");
        assertThat(ModelStore.open(home).state(ModelStore.open(home).entry("tiny").file("weights")))
                .isEqualTo(ModelStore.State.MISSING);
    }

    @Test
    void whenNothingCanBeReachedTheMessageSaysWhatToPutWhere() throws Exception {
        Path archive = archive("box.zip");
        add(archive, "folder: " + shelf);
        Files.move(archive, home.resolve("elsewhere.zip"));
        assertThatThrownBy(() -> ModelStore.open(home).file("tiny", "weights"))
                .hasMessageContaining("put weights.bin (" + WEIGHTS.length + " bytes, SHA-256 ")
                .hasMessageContaining("or box.zip (")
                .hasMessageContaining("into " + home.resolve("models/local") + " and try again");
        Path local = Files.createDirectories(home.resolve("models/local"));
        Files.move(home.resolve("elsewhere.zip"), local.resolve("box.zip"));
        assertThat(ModelStore.open(home).file("tiny", "weights")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aDamagedFileIsNeverUsed() throws Exception {
        add(archive("box.zip"), "folder: " + shelf);
        ModelStore store = ModelStore.open(home);
        Path file = store.file("tiny", "weights");
        Files.writeString(file, "THE weights");
        assertThat(store.state(store.entry("tiny").file("weights"))).isEqualTo(ModelStore.State.DAMAGED);
        assertThat(store.file("tiny", "weights")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void whatIsAsItWasIsNotReadAgainUnlessAskedFor() throws Exception {
        add(archive("box.zip"), "folder: " + shelf);
        InstantSource later = () -> Instant.now().plusSeconds(60);
        ModelStore store = ModelStore.open(home, message -> {}, later);
        Path file = store.file("tiny", "weights");
        assertThat(store.file("tiny", "weights")).isEqualTo(file);
        Path note = home.resolve("models/verified").resolve(file.getFileName());
        assertThat(note).hasContent(Verified.stamp(file).strip());

        Files.writeString(file, "THE weights");
        Files.writeString(note, Verified.stamp(file));
        assertThat(store.file("tiny", "weights")).as("believed by its stamp").hasContent("THE weights");
        assertThat(store.state(store.entry("tiny").file("weights"))).as("verify hashes").isEqualTo(ModelStore.State.DAMAGED);

        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(store.file("tiny", "weights")).as("another time: hashed, and fetched again").hasBinaryContent(WEIGHTS);
    }

    @Test
    void aFileThatChangedJustNowIsNotRemembered() throws Exception {
        add(archive("box.zip"), "folder: " + shelf);
        ModelStore store = ModelStore.open(home, message -> {}, () -> Instant.EPOCH);
        store.file("tiny", "weights");
        store.file("tiny", "weights");
        assertThat(home.resolve("models/verified")).doesNotExist();
    }

    @Test
    void manyMayFetchAtOnce() throws Exception {
        add(archive("box.zip"), "folder: " + shelf);
        List<Callable<Path>> fetches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            fetches.add(() -> ModelStore.open(home).file("tiny", "weights"));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Path> fetched : pool.invokeAll(fetches)) {
                assertThat(fetched.get()).hasBinaryContent(WEIGHTS);
            }
        }
    }

    @Test
    void twoProcessesMayFetchAtOnceAndOneOfThemDoes() throws Exception {
        Path archive = archive("box.zip");
        try (Shop shop = new Shop(archive)) {
            add(archive, "url: " + shop.address("box.zip"));
            List<Process> fetching = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                fetching.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), Fetching.class.getName(), home.toString()).redirectErrorStream(true).start());
            }
            for (Process each : fetching) {
                String said = new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(each.waitFor()).as(said).isZero();
                assertThat(said.strip()).endsWith("the weights");
            }
            assertThat(shop.served()).hasValue(1);
        }
        assertThat(home.resolve("models/tmp")).isEmptyDirectory();
    }

    /** Another process that wants the weights. */
    static final class Fetching {
        public static void main(String[] arguments) throws Exception {
            System.out.println(Files.readString(ModelStore.open(Path.of(arguments[0])).file("tiny", "weights")));
        }
    }

    @Test
    void aFileComesFromTheWebAndIsRefusedWhenItIsAnother() throws Exception {
        Path archive = archive("box.zip");
        try (Shop shop = new Shop(archive)) {
            add(archive, "url: " + shop.address("box.zip"));
            assertThat(ModelStore.open(home).file("tiny", "words")).hasBinaryContent(WORDS);
        }
        Path other = Files.write(home.resolve("other.zip"), new byte[(int) Files.size(archive)]);
        Files.delete(home.resolve("models/blobs").resolve(hash(WEIGHTS)));
        try (Shop shop = new Shop(other)) {
            add(archive, "url: " + shop.address("box.zip"));
            assertThatThrownBy(() -> ModelStore.open(home).file("tiny", "weights")).isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining("has SHA-256 " + sha256(other) + " instead of " + sha256(archive) + ": refused");
            add(archive, "url: " + shop.address("elsewhere.zip"));
            assertThatThrownBy(() -> ModelStore.open(home).file("tiny", "weights")).hasMessageContaining("404");
        }
        try (Shop shop = new Shop(Files.write(other, new byte[(int) Files.size(archive) + 1]))) {
            add(archive, "url: " + shop.address("box.zip"));
            assertThatThrownBy(() -> ModelStore.open(home).file("tiny", "weights")).isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining("no file of " + Files.size(archive) + " bytes came from it");
        }
        assertThat(home.resolve("models/tmp")).isEmptyDirectory();
    }

    /** A web server on this machine that has one file. */
    private static final class Shop implements AutoCloseable {
        private final HttpServer server;
        private final AtomicInteger served = new AtomicInteger();

        Shop(Path file) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/box.zip", exchange -> {
                served.incrementAndGet();
                byte[] bytes = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, bytes.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            });
            server.start();
        }

        String address(String name) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
        }

        AtomicInteger served() {
            return served;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void aJobsFolderHoldsWhatItWasGivenAndFetchesNothing() throws Exception {
        add(archive("box.zip"), "folder: " + shelf);
        ModelStore.open(home).export(List.of("tiny"), home.resolve("input"));
        ModelStore given = ModelStore.readOnly(home.resolve("input"));
        Path file = given.file("tiny", "weights");
        assertThat(file).hasBinaryContent(WEIGHTS);
        Files.delete(file);
        assertThatThrownBy(() -> given.file("tiny", "weights")).hasMessageContaining("is missing in " + home.resolve("input"));
    }

    private void add(Path archive, String source) throws IOException {
        Path folder = Files.createDirectories(home.resolve("models/manifest.d"));
        Files.writeString(folder.resolve("tiny.yaml"), """
                archives:
                  box: {file: %s, bytes: %d, sha256: %s, %s}
                models:
                  tiny:
                    version: "1"
                    task: weapons
                    licence: CC0
                    attribution: nobody
                    adapter: {kind: own}
                    files:
                      weights: {archive: box, path: in/weights.bin, bytes: %d, sha256: %s}
                      words: {archive: box, path: in/words.txt, bytes: %d, sha256: %s}
                """.formatted(
                archive.getFileName(), Files.size(archive), sha256(archive), source,
                WEIGHTS.length, hash(WEIGHTS), WORDS.length, hash(WORDS)));
    }

    private static String sha256(Path file) throws IOException {
        return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
    }

    private static String hash(byte[] bytes) {
        return DigestUtils.sha256Hex(bytes);
    }

    private Path archive(String name) throws IOException {
        Path file = shelf.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            if (name.endsWith(".zip")) {
                try (ZipOutputStream zip = new ZipOutputStream(out)) {
                    zip.putNextEntry(new ZipEntry("in/weights.bin"));
                    zip.write(WEIGHTS);
                    zip.putNextEntry(new ZipEntry("in/words.txt"));
                    zip.write(WORDS);
                }
            } else {
                try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
                    put(tar, "in/weights.bin", WEIGHTS);
                    put(tar, "in/words.txt", WORDS);
                }
            }
        }
        return file;
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
