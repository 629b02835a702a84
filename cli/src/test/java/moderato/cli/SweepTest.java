package moderato.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SweepTest {

    private static final String FRAME = "s3://moderato/runs/one/ingest/frames/frames/1.jpg";
    private static final String PACKAGE = "s3://moderato/runs/one/decide/package/package.json";
    private static final String VIDEO = "s3://moderato/videos/abc/video.mp4";

    @TempDir
    private Path folder;

    private Home home = new Home(Path.of(""));
    private FolderStore store = new FolderStore(Path.of(""));

    @BeforeEach
    void aRun() throws IOException {
        home = new Home(folder);
        store = new FolderStore(home.objects());
        for (String address : new String[] {FRAME, PACKAGE, VIDEO}) {
            store.put(ObjectAddress.parse(address), new ByteArrayInputStream(new byte[] {1}));
        }
        Path logs = Files.createDirectories(home.jobs().resolve("logs/processing/pipelines-one-ingest-abc"));
        Files.writeString(logs.resolve("algo-1.log"), "progress 1/2");
    }

    @Test
    void whatWasNotDecidedGoesAfterADay() throws IOException {
        sweep(Duration.ofHours(20));
        assertThat(isThere(FRAME)).isTrue();
        sweep(Duration.ofHours(25));
        assertThat(isThere(FRAME)).isFalse();
        assertThat(isThere(VIDEO)).isFalse();
        assertThat(isThere(PACKAGE)).isTrue();
    }

    @Test
    void framesAreKeptForAsLongAsTheUserWants() throws IOException {
        new Retention(home, store, Duration.ofDays(7)).decided("one", java.util.Map.of());
        sweep(Duration.ofDays(6));
        assertThat(isThere(FRAME)).isTrue();
        sweep(Duration.ofDays(8));
        assertThat(isThere(FRAME)).isFalse();
    }

    @Test
    void everythingOfARunGoesAfterAMonth() throws IOException {
        sweep(Duration.ofDays(31));
        assertThat(isThere(PACKAGE)).isFalse();
        assertThat(home.jobs().resolve("logs/processing/pipelines-one-ingest-abc")).doesNotExist();
    }

    @Test
    void whatAnOpenRunNeedsStays() throws IOException {
        new Sweep(home, store, Instant.now().plus(Duration.ofDays(100))).sweep(Set.of("one"));
        assertThat(isThere(FRAME)).isTrue();
        assertThat(isThere(PACKAGE)).isTrue();
        assertThat(isThere(VIDEO)).isTrue();
    }

    @Test
    void itSweepsOnceAnHour() throws IOException {
        new Sweep(home, store, Instant.now().plus(Duration.ofDays(40))).whenDue(Set::of);
        assertThat(isThere(PACKAGE)).isFalse();
        store.put(ObjectAddress.parse(PACKAGE), new ByteArrayInputStream(new byte[] {1}));
        new Sweep(home, store, Instant.now().plus(Duration.ofDays(40)).plusSeconds(60)).whenDue(() -> {
            throw new AssertionError("not yet");
        });
        assertThat(isThere(PACKAGE)).isTrue();
    }

    private void sweep(Duration later) throws IOException {
        new Sweep(home, store, Instant.now().plus(later)).sweep(Set.of());
    }

    private boolean isThere(String address) throws IOException {
        return store.find(ObjectAddress.parse(address)).isPresent();
    }
}
