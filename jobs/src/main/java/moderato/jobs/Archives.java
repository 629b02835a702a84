package moderato.jobs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The archives of the container contract: {@code model.tar.gz}, {@code output.tar.gz}, {@code sourcedir.tar.gz}.
 *
 * <p>The same files give the same bytes: entries are sorted, and times, owners and permissions fixed.
 */
final class Archives {

    private static final int FILE_MODE = 0644;
    private static final int PROGRAM_MODE = 0755;
    private static final int LEVEL = 6;

    private Archives() {
    }

    /** Writes what is in a folder, links left out, to a tar.gz file. */
    static void pack(Path folder, Path archive) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(path -> !path.equals(folder) && !Files.isSymbolicLink(path)).sorted().toList();
        }
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(LEVEL);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(file, parameters);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path path : files) {
                boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                TarArchiveEntry entry = new TarArchiveEntry(folder.relativize(path).toString() + (isFolder ? "/" : ""));
                entry.setModTime(0L);
                entry.setMode(isFolder || Files.isExecutable(path) ? PROGRAM_MODE : FILE_MODE);
                entry.setSize(isFolder ? 0 : Files.size(path));
                tar.putArchiveEntry(entry);
                if (!isFolder) {
                    Files.copy(path, tar);
                }
                tar.closeArchiveEntry();
            }
        }
    }

    /**
     * Unpacks a tar.gz file into a folder.
     *
     * @throws IOException when it is no such archive, or an entry or a link leads out of the folder; nothing of that entry is written
     */
    static void unpack(Path archive, Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GzipCompressorInputStream(new BufferedInputStream(Files.newInputStream(archive)), true), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(root, root, entry.getName(), archive);
                refuseLinkOnTheWay(root, target, archive);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.deleteIfExists(target);
                if (entry.isSymbolicLink()) {
                    inside(root, Objects.requireNonNull(target.getParent()), entry.getLinkName(), archive);
                    refuseWaysBack(entry.getLinkName(), archive);
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.copy(inside(root, root, entry.getLinkName(), archive), target);
                } else if (entry.isFile()) {
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true)) {
                        throw new IOException("cannot make " + target + " executable");
                    }
                } else {
                    throw new IOException(archive.getFileName() + ": entry '" + entry.getName() + "' is neither file, folder nor link");
                }
            }
        } catch (EOFException e) {
            throw new IOException(archive.getFileName() + " ends in the middle: it was cut off, or not copied to its end", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(archive.getFileName() + " is no tar.gz archive: " + e.getMessage(), e);
        }
    }

    private static Path inside(Path root, Path from, String name, Path archive) throws IOException {
        Path target = from.resolve(name).normalize();
        if (name.startsWith("/") || !target.startsWith(root)) {
            throw new IOException(archive.getFileName() + ": entry '" + name + "' leads out of the archive");
        }
        return target;
    }

    /* 'folder/link/..' is not 'folder' where the link leads elsewhere, so that a way up behind another name could leave the archive. */
    private static void refuseWaysBack(String link, Path archive) throws IOException {
        boolean down = false;
        for (Path name : Path.of(link)) {
            boolean up = name.toString().equals("..");
            if (up && down) {
                throw new IOException(archive.getFileName() + ": link '" + link + "' goes up in its middle, where it could lead out of the archive");
            }
            down |= !up;
        }
    }

    private static void refuseLinkOnTheWay(Path root, Path target, Path archive) throws IOException {
        for (Path parent = target.getParent(); parent != null && parent.startsWith(root) && !parent.equals(root); parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                throw new IOException(archive.getFileName() + ": entry '" + root.relativize(target) + "' is written through a link");
            }
        }
    }
}
