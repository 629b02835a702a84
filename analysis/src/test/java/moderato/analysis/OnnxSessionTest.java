package moderato.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import moderato.models.OnnxSession;
import moderato.models.Tuning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sessions are shared by all who have the same file open. */
class OnnxSessionTest {

    private static final String HASH = "ab".repeat(32);

    @TempDir
    Path folder;

    private Path blob(String store, byte[] bytes) throws Exception {
        Path file = Files.createDirectories(folder.resolve(store).resolve("blobs")).resolve(HASH);
        Files.write(file, bytes);
        return file;
    }

    @Test
    void theSameBlobInTwoFoldersIsOneSessionUntilTheLastIsClosed() throws Exception {
        Path here = blob("here", TinyNetwork.bytes());
        Path there = blob("there", TinyNetwork.bytes());
        OnnxSession first = ScopedValue.where(OnnxSession.AHEAD, true).call(() -> OnnxSession.open(here, Tuning.FIXED_SHAPES));
        OnnxSession second = OnnxSession.open(there, Tuning.FIXED_SHAPES);
        assertThat(second.session()).isSameAs(first.session());
        first.close();
        first.close();
        assertThat(second.session().getInputNames()).as("still open").isNotEmpty();
        try (OnnxSession third = OnnxSession.open(here, Tuning.FIXED_SHAPES); OnnxSession other = OnnxSession.open(here, Tuning.CHANGING_SHAPES)) {
            assertThat(third.session()).isSameAs(second.session()).isNotSameAs(other.session());
            second.close();
            assertThat(third.session().getInputNames()).isNotEmpty();
        }
        try (OnnxSession later = OnnxSession.open(here, Tuning.FIXED_SHAPES)) {
            assertThat(later.session()).isNotSameAs(first.session());
        }
    }

    @Test
    void aFileThatIsNoModelIsRefusedEachTime() throws Exception {
        Path file = Files.write(folder.resolve("no.onnx"), new byte[] {1, 2, 3});
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> OnnxSession.open(file, Tuning.QUANTISED)).isInstanceOf(IOException.class).hasMessageContaining("no.onnx cannot be loaded");
        }
    }
}
