package moderato.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Archives as other programs make them, well and ill meant. */
class ArchivesTest {

    @TempDir
    Path folder;

    @Test
    void anArchiveOfAFolderItselfIsUnpackedWhereverTheFolderIs() throws IOException {
        Path archive = folder.resolve("model.tar.gz");
        try (TarArchiveOutputStream tar = tar(archive)) {
            tar.putArchiveEntry(new TarArchiveEntry("./"));
            tar.closeArchiveEntry();
            file(tar, "./weights");
            link(tar, "./latest", "weights");
        }
        Files.createDirectories(folder.resolve("disk/in"));
        Path home = Files.createSymbolicLink(folder.resolve("home"), folder.resolve("disk"));
        Archives.unpack(archive, home.resolve("in"));
        assertThat(folder.resolve("disk/in/weights")).hasContent("weights");
        assertThat(folder.resolve("disk/in/latest")).hasContent("weights");
    }

    @Test
    void anEntryThatLeadsOutIsRefused() throws IOException {
        Path archive = folder.resolve("model.tar.gz");
        try (TarArchiveOutputStream tar = tar(archive)) {
            file(tar, "../outside");
        }
        assertThatThrownBy(() -> Archives.unpack(archive, folder.resolve("in"))).hasMessageContaining("'../outside' leads out of the archive");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void aLinkThatLeadsOutIsRefused() throws IOException {
        Path archive = folder.resolve("model.tar.gz");
        try (TarArchiveOutputStream tar = tar(archive)) {
            link(tar, "link", "/etc/passwd");
        }
        assertThatThrownBy(() -> Archives.unpack(archive, folder.resolve("in"))).hasMessageContaining("'/etc/passwd' leads out of the archive");
        assertThat(folder.resolve("in/link")).doesNotExist();
    }

    @Test
    void aLinkThatWouldLeadOutByAnotherLinkIsRefused() throws IOException {
        Path archive = folder.resolve("model.tar.gz");
        Files.writeString(folder.resolve("secret"), "secret");
        try (TarArchiveOutputStream tar = tar(archive)) {
            tar.putArchiveEntry(new TarArchiveEntry("a/b/"));
            tar.closeArchiveEntry();
            link(tar, "a/b/top", "../..");
            link(tar, "out", "a/b/top/../secret");
        }
        assertThatThrownBy(() -> Archives.unpack(archive, folder.resolve("in"))).isInstanceOf(IOException.class)
                .hasMessageContaining("link 'a/b/top/../secret' goes up in its middle");
        assertThat(folder.resolve("in/out")).doesNotExist();
    }

    @Test
    void anArchiveThatEndsInTheMiddleIsNamed() throws IOException {
        Path archive = folder.resolve("model.tar.gz");
        try (TarArchiveOutputStream tar = tar(archive)) {
            file(tar, "weights");
        }
        Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 40));
        assertThatThrownBy(() -> Archives.unpack(archive, folder.resolve("in"))).isInstanceOf(IOException.class).hasMessageContaining("model.tar.gz ends in the middle");
    }

    private static TarArchiveOutputStream tar(Path archive) throws IOException {
        return new TarArchiveOutputStream(new GzipCompressorOutputStream(Files.newOutputStream(archive)));
    }

    private static void file(TarArchiveOutputStream tar, String name) throws IOException {
        byte[] content = Path.of(name).getFileName().toString().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, String to) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
