package moderato.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObjectStoreTest {

    @TempDir
    Path folder;

    private FolderStore store = new FolderStore(Path.of("unused"));

    @BeforeEach
    void open() {
        store = new FolderStore(folder.resolve("objects"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b/c.txt", "with space/quote'\"/new\nline", "../../etc/passwd", "./x", "a//b", "a/", "/", "%", "%00", "a%25b", "ünïcødé/😀",
            ".unfinished/x"})
    void givesBackWhatWasPut(String key) throws IOException {
        ObjectAddress address = new ObjectAddress("bucket", key);
        put(store, address, "text of " + key);
        assertThat(read(store, address)).isEqualTo("text of " + key);
        assertThat(store.list(new ObjectAddress("bucket", ""))).extracting(StoredObject::address).containsExactly(address);
        assertThat(store.find(address).orElseThrow().file()).startsWith(folder.resolve("objects/bucket"));
        assertThat(store.remove(address)).isTrue();
        assertThat(store.find(address)).isEmpty();
        assertThat(store.list(new ObjectAddress("bucket", ""))).isEmpty();
    }

    @Test
    void takesAndLinksFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        store.link(ObjectAddress.parse("s3://bucket/linked"), file);
        assertThat(read(store, ObjectAddress.parse("s3://bucket/linked"))).isEqualTo("text");
        assertThat(file).exists();
        store.take(ObjectAddress.parse("s3://bucket/taken"), file);
        assertThat(read(store, ObjectAddress.parse("s3://bucket/taken"))).isEqualTo("text");
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("objects/.unfinished")).isEmptyDirectory();
    }

    @Test
    void keepsLongKeys() throws IOException {
        ObjectAddress address = new ObjectAddress("bucket", "é".repeat(500) + "/" + "x".repeat(20));
        put(store, address, "long");
        assertThat(store.list(new ObjectAddress("bucket", "é"))).extracting(StoredObject::address).containsExactly(address);
    }

    @Test
    void removesAFolderOfKeysAndNothingBesideIt() throws IOException {
        for (ObjectStore each : List.of(store, new MappedStore(store, List.of()))) {
            for (String key : List.of("runs/a", "runs/a/1", "runs/a/deep/2", "runs/ab", "runs/b/1")) {
                put(each, new ObjectAddress("bucket", key), key);
            }
            each.removeBelow(ObjectAddress.parse("s3://bucket/runs/a"));
            each.removeBelow(ObjectAddress.parse("s3://bucket/runs/b/"));
            each.removeBelow(ObjectAddress.parse("s3://bucket/none"));
            assertThat(each.list(new ObjectAddress("bucket", ""))).extracting(object -> object.address().key()).containsExactly("runs/ab");
            assertThat(folder.resolve("objects/.unfinished")).isEmptyDirectory();
        }
    }

    @Test
    void anObjectMayBeNamedLikeAFolder() throws IOException {
        ObjectAddress plain = ObjectAddress.parse("s3://bucket/a");
        put(store, plain, "plain");
        put(store, plain.resolve("b"), "below");
        put(store, plain.resolve("b/c"), "deeper");
        assertThat(read(store, plain)).isEqualTo("plain");
        assertThat(read(store, plain.resolve("b"))).isEqualTo("below");
        put(store, plain, "again");
        assertThat(read(store, plain)).isEqualTo("again");
        assertThat(store.list(new ObjectAddress("bucket", ""))).extracting(object -> object.address().key()).containsExactly("a", "a/b", "a/b/c");
    }

    @Test
    void listsByKeyPrefixAsS3Does() throws IOException {
        for (String key : List.of("train/1", "train-old/x", "test/1")) {
            put(store, new ObjectAddress("bucket", key), key);
        }
        assertThat(store.list(ObjectAddress.parse("s3://bucket/train"))).extracting(object -> object.address().key()).containsExactly("train-old/x", "train/1");
        assertThat(store.list(ObjectAddress.parse("s3://bucket/train/"))).extracting(object -> object.address().key()).containsExactly("train/1");
        assertThat(store.list(ObjectAddress.parse("s3://nothing/here"))).isEmpty();
        assertThat(store.buckets()).containsExactly("bucket");
    }

    @Test
    void aFailedPutLeavesTheOlderObject() throws IOException {
        ObjectAddress address = ObjectAddress.parse("s3://bucket/key");
        put(store, address, "older");
        InputStream breaks = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the source broke");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("the source broke");
            }
        };
        assertThatThrownBy(() -> store.put(address, new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), breaks))).hasMessage("the source broke");
        assertThat(read(store, address)).isEqualTo("older");
    }

    @Test
    void manyWritersNeverMix() throws Exception {
        ObjectAddress address = ObjectAddress.parse("s3://bucket/shared/key");
        List<String> texts = IntStream.range(0, 8).mapToObj(writer -> String.valueOf(writer).repeat(50_000)).toList();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> tasks = texts.stream().<Callable<String>>map(text -> () -> {
                put(store, address, text);
                return read(store, address);
            }).toList();
            for (Future<String> seen : writers.invokeAll(tasks)) {
                assertThat(texts).contains(seen.get());
            }
        }
    }

    @Test
    void aMappedFolderIsReadOnlyUnlessSaid() throws IOException {
        Files.createDirectories(folder.resolve("data/sub"));
        Files.writeString(folder.resolve("data/sub/x.csv"), "1,2");
        put(store, ObjectAddress.parse("s3://users/raw/hidden.csv"), "hidden");
        put(store, ObjectAddress.parse("s3://users/other.csv"), "other");
        MappedStore readOnly = new MappedStore(store, List.of(Mapping.parse("s3://users/raw=" + folder.resolve("data"))));
        assertThat(readOnly.list(ObjectAddress.parse("s3://users/"))).extracting(object -> object.address().key()).containsExactly("other.csv", "raw/sub/x.csv");
        assertThat(read(readOnly, ObjectAddress.parse("s3://users/raw/sub/x.csv"))).isEqualTo("1,2");
        assertThatThrownBy(() -> put(readOnly, ObjectAddress.parse("s3://users/raw/y"), "")).hasMessageContaining(":rw");
        MappedStore writable = new MappedStore(store, List.of(Mapping.parse("s3://users/raw=" + folder.resolve("data") + ":rw")));
        put(writable, ObjectAddress.parse("s3://users/raw/new/y"), "y");
        assertThat(folder.resolve("data/new/y")).hasContent("y");
        assertThatThrownBy(() -> writable.find(ObjectAddress.parse("s3://users/raw/../../secret"))).hasMessageContaining("leads out");
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> ObjectAddress.parse("bucket/key")).hasMessageContaining("s3://bucket/key");
        assertThatThrownBy(() -> ObjectAddress.parse("s3://$BUCKET/key")).hasMessageContaining("bucket name");
        assertThatThrownBy(() -> Mapping.parse("s3://bucket/x=/no/such/folder/at/all")).hasMessageContaining("is not a folder");
    }

    private static void put(ObjectStore store, ObjectAddress address, String text) throws IOException {
        store.put(address, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(ObjectStore store, ObjectAddress address) throws IOException {
        return Files.readString(store.find(address).orElseThrow().file());
    }
}
