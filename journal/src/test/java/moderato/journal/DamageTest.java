package moderato.journal;

import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import moderato.kernel.EmbeddedEngine;
import moderato.kernel.EngineException;
import moderato.kernel.EngineOptions;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Journal;
import moderato.kernel.Outcome;
import moderato.kernel.RunDetails;
import moderato.kernel.RunFilter;
import moderato.kernel.RunSummary;
import moderato.kernel.TaskHandlers;
import moderato.kernel.ToyLanguage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A journal that lost its end, some of its bits or its space. */
@Timeout(1_000)
class DamageTest {

    private static final long SEED = 4711;
    private static final TaskHandlers ECHO = resource -> Optional.of((payload, context) -> payload);

    @TempDir
    private Path folder;

    private static EmbeddedEngine engine(Path file) {
        return EmbeddedEngine.open(SqliteJournal.open(file), EngineOptions.of(List.of(new ToyLanguage()), ECHO));
    }

    /** A journal with runs that ended and runs that wait; every third file is cut off from its write-ahead log by a clean close. */
    private Path filled() throws InterruptedException {
        Path file = folder.resolve("journal.db");
        try (EmbeddedEngine engine = engine(file)) {
            for (int i = 0; i < 20; i++) {
                engine.start(ToyLanguage.request("done" + i, "[{'do':'task'},{'do':'fan','n':3},{'do':'task'}]", IntNode.valueOf(i)));
                engine.await("run:done" + i);
                engine.start(ToyLanguage.request("open" + i, "[{'do':'task'},{'do':'wait','ms':36000000}]", IntNode.valueOf(i)));
            }
            while (engine.history("run:open19").size() < 3) {
                Thread.onSpinWait();
            }
        }
        return file;
    }

    /** What can be read of every run; reading stops at the first thing that is refused. */
    private static Map<String, String> readAll(Path file) throws InterruptedException {
        Map<String, String> read = new TreeMap<>();
        try (EmbeddedEngine engine = engine(file)) {
            for (RunSummary run : engine.list(RunFilter.newest(100)).runs()) {
                String id = run.run().id();
                RunDetails details = engine.describe(id).orElseThrow();
                read.put(id, run.status() + " " + details.outcome() + " " + engine.history(id).stream().map(HistoryEvent::type).toList());
            }
        }
        return read;
    }

    private Path damaged(Path original, int nth) throws IOException {
        Path copy = folder.resolve("damaged" + nth + ".db");
        Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    /** True when the damage is reported; false when it hit nothing that matters; fails when something else is read than was written. */
    private static boolean isReported(Path file, Map<String, String> written, String how) throws InterruptedException {
        Map<String, String> read;
        try {
            read = readAll(file);
        } catch (EngineException e) {
            assertThat(e.kind()).as(how).isIn(EngineException.Kind.DAMAGED, EngineException.Kind.JOURNAL_FAILED);
            assertThat(e.getMessage()).as(how).isNotBlank();
            return true;
        }
        if (read.values().stream().anyMatch(run -> run.startsWith("PARKED"))) {
            return true;
        }
        if (!read.equals(written)) {
            assertThat(examined(file)).as("what is read after %s", how).isNotEmpty();
            return true;
        }
        return false;
    }

    private static List<String> examined(Path file) {
        try (SqliteJournal journal = SqliteJournal.open(file)) {
            return journal.examine().damage();
        } catch (EngineException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void aFileThatLostItsEndIsRefused() throws Exception {
        Path original = filled();
        Map<String, String> written = readAll(original);
        long length = Files.size(original);
        int nth = 0;
        for (long keep : new long[] {length - 1, length - 4096, length / 2, 4096, 100, 50, 1}) {
            Path file = damaged(original, nth++);
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.setLength(keep);
            }
            assertThat(isReported(file, written, "cut to " + keep + " of " + length + " bytes")).as("cut to %d", keep).isTrue();
        }
    }

    @Test
    void anIndexThatLostARunIsTold() throws Exception {
        Path file = filled();
        byte[] bytes = Files.readAllBytes(file);
        byte[] id = "run:done7".getBytes(StandardCharsets.UTF_8);
        int hidden = 0;
        for (int at = 0; at + id.length < bytes.length; at++) {
            // In the index the id is not followed by the run's name, as it is in the table.
            if (Arrays.equals(bytes, at, at + id.length, id, 0, id.length) && bytes[at + id.length] < 32) {
                bytes[at + id.length - 1] ^= 1 << 6;
                hidden++;
            }
        }
        assertThat(hidden).isEqualTo(1);
        Files.write(file, bytes);
        try (EmbeddedEngine engine = engine(file)) {
            assertThat(engine.list(RunFilter.newest(100)).runs()).extracting(run -> run.run().id()).contains("run:done7");
            assertThatThrownBy(() -> engine.describe("run:done7")).hasMessageContaining("index of run ids has lost run:done7");
            assertThat(engine.describe("run:never")).isEmpty();
        }
    }

    @Test
    void flippedBitsAreNeverReadAsIfTheyWereRight() throws Exception {
        flipBits(60);
    }

    @Test
    @Tag("long")
    void manyFlippedBits() throws Exception {
        flipBits(3_000);
    }

    private void flipBits(int times) throws Exception {
        Path original = filled();
        Map<String, String> written = readAll(original);
        SplittableRandom random = new SplittableRandom(SEED);
        int reported = 0;
        for (int i = 0; i < times; i++) {
            Path file = damaged(original, i % 4);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
            long at = random.nextLong(Files.size(file));
            int bit = 1 << random.nextInt(8);
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.seek(at);
                int old = out.read();
                out.seek(at);
                out.write(old ^ bit);
            }
            reported += isReported(file, written, "flipping bit " + bit + " of byte " + at + ", seed " + SEED) ? 1 : 0;
        }
        assertThat(reported).isPositive();
    }

    @Test
    void aDamagedRunIsParkedAndTheOthersGoOn() throws Exception {
        Path file = filled();
        try (SqliteJournal journal = SqliteJournal.open(file); Statement statement = journal.connection().createStatement()) {
            statement.executeUpdate("UPDATE entry SET body = zeroblob(length(body)) WHERE run = (SELECT key FROM run WHERE id = 'run:open3')"
                    + " AND first > 0");
            assertThat(journal.examine().damage()).anySatisfy(
                    sentence -> assertThat(sentence).contains("of run run:open3, the first 1 of 2 commits of events are intact"));
        }
        try (EmbeddedEngine engine = engine(file)) {
            assertThatThrownBy(() -> engine.await("run:open3")).hasMessageContaining("parked").hasMessageContaining("not as it was written");
            engine.stop("run:open4", Optional.empty(), Optional.empty());
            assertThat(engine.await("run:open4")).isInstanceOf(Outcome.Stopped.class);
        }
    }

    @Test
    void aWrongFrameBeforeFurtherCommitsInTheLogIsRefused() throws Exception {
        Path file = folder.resolve("journal.db");
        Path copy = folder.resolve("copy.db");
        try (EmbeddedEngine engine = engine(file)) {
            for (int i = 0; i < 10; i++) {
                engine.start(ToyLanguage.request("a" + i, "[{'do':'task'},{'do':'task'}]", IntNode.valueOf(i)));
                engine.await("run:a" + i);
            }
            Files.copy(file, copy);
            Files.copy(folder.resolve("journal.db-wal"), folder.resolve("copy.db-wal"));
        }
        Path log = folder.resolve("copy.db-wal");
        try (RandomAccessFile out = new RandomAccessFile(log.toFile(), "rw")) {
            long at = 32 + 5 * 4120 + 1000;
            out.seek(at);
            int old = out.read();
            out.seek(at);
            out.write(old ^ 4);
        }
        assertThatThrownBy(() -> SqliteJournal.open(copy)).isInstanceOfSatisfying(EngineException.class,
                e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.DAMAGED)).hasMessageContaining("write-ahead log");
    }

    @Test
    void aFullDiskPausesTheRunsAndTheyGoOnWhenThereIsSpace() throws Exception {
        Path file = folder.resolve("journal.db");
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        SqliteJournal journal = SqliteJournal.open(file);
        EngineOptions options = EngineOptions.of(List.of(new ToyLanguage()), ECHO).withNotices(notices::add);
        try (EmbeddedEngine engine = EmbeddedEngine.open(journal, options)) {
            engine.start(ToyLanguage.request("small", "[{'do':'wait','ms':1}]", IntNode.valueOf(1)));
            engine.await("run:small");
            limit(journal, JournalFile.number(journal.connection(), "PRAGMA page_count") + 12);
            String big = "x".repeat(10_000);
            engine.start(ToyLanguage.request("big", "[{'do':'task'},{'do':'task'},{'do':'task'},{'do':'task'},{'do':'task'},{'do':'task'}]",
                    ToyLanguage.request("", "[]", new com.fasterxml.jackson.databind.node.TextNode(big)).input()));
            assertThat(notices.take()).contains("paused until there is space").contains("no space left");
            assertThat(engine.describe("run:big").orElseThrow().summary().problem().orElse("")).contains("no space left");
            assertThatThrownBy(() -> engine.start(ToyLanguage.request("refused", "[]", IntNode.valueOf(1))))
                    .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.JOURNAL_FULL));
            limit(journal, 1_000_000);
            assertThat(engine.await("run:big")).isInstanceOf(Outcome.Succeeded.class);
            assertThat(notices.take()).contains("space again");
            assertThat(engine.describe("run:refused")).isEmpty();
            assertThat(engine.history("run:big")).hasSize(13);
        }
        try (Journal again = SqliteJournal.open(file)) {
            assertThat(again.examine().damage()).isEmpty();
        }
    }

    private static void limit(SqliteJournal journal, long pages) throws Exception {
        JournalFile.number(journal.connection(), "PRAGMA max_page_count = " + pages);
    }
}
