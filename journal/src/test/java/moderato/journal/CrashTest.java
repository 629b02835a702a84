package moderato.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A process dies at a point, and whoever goes on with its folder ends as if it had not. */
@Timeout(3_000)
class CrashTest {

    private static final long SEED = 20261123;

    @TempDir
    private static Path folders;

    private static CrashWorkload.Result undisturbed = new CrashWorkload.Result(Map.of(), List.of());
    private static Map<String, Integer> points = Map.of();

    @BeforeAll
    static void runUndisturbed() throws Exception {
        CrashPoints counted = new CrashPoints("");
        Path folder = Files.createDirectory(folders.resolve("undisturbed"));
        SqliteJournal.open(folder.resolve("journal.db")).close();
        Files.copy(folder.resolve("journal.db"), folders.resolve("empty.db"));
        undisturbed = new CrashWorkload(folder, counted).run();
        points = counted.counts();
        assertThat(points.keySet()).containsExactly("commit.after", "commit.before", "commit.between", "handler.end", "handler.start",
                "token.answered");
        assertThat(undisturbed.histories()).hasSize(18);
        assertThat(undisturbed.effects()).noneMatch(line -> line.contains("left open"));
        assertThat(undisturbed.effects()).as("attempts of a step that is retried").filteredOn(line -> line.contains("pipe-chain") && line.matches(".*#A[.].*")).hasSize(2);
        assertThat(undisturbed.effects()).as("steps of pipelines").anyMatch(line -> line.contains("#Cleaned.")).anyMatch(line -> line.contains("#Then."))
                .anyMatch(line -> line.contains("#After.")).noneMatch(line -> line.contains("#Else."));
    }

    private static Path fresh(String name) throws IOException {
        Path folder = Files.createTempDirectory(folders, name + "-");
        Files.copy(folders.resolve("empty.db"), folder.resolve("journal.db"));
        return folder;
    }

    private static void goesOnAsIfNothingHadHappened(Path folder, String how) throws Exception {
        CrashWorkload.Result after = new CrashWorkload(folder, new CrashPoints("")).run();
        assertThat(after.histories()).as("histories after %s, seed %d", how, SEED).isEqualTo(undisturbed.histories());
        assertThat(after.effects()).as("effects after %s, seed %d", how, SEED).isEqualTo(undisturbed.effects());
        try (SqliteJournal journal = SqliteJournal.open(folder.resolve("journal.db"))) {
            assertThat(journal.examine().damage()).as("journal after %s", how).isEmpty();
        }
    }

    private static boolean diesAt(String point) throws Exception {
        Path folder = fresh(point.replace(':', '-'));
        try (ChildJvm process = new ChildJvm(CrashWorkload.class, folder.toString(), point)) {
            int code = process.waitFor();
            assertThat(code).as("exit code at %s", point).isIn(0, CrashPoints.DIED);
            goesOnAsIfNothingHadHappened(folder, point);
            return code == CrashPoints.DIED;
        }
    }

    @Test
    void aSampleOfThePoints() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> bitten = new ArrayList<>();
        for (Map.Entry<String, Integer> point : points.entrySet()) {
            String fatal = point.getKey() + ":" + (1 + random.nextInt(Math.max(1, point.getValue() * 2 / 3)));
            if (diesAt(fatal)) {
                bitten.add(fatal);
            }
        }
        assertThat(bitten).as("points at which the process died").hasSizeGreaterThanOrEqualTo(points.size() - 1);
    }

    @Test
    void killedAtRandomMoments() throws Exception {
        killedAtRandomMoments(2);
    }

    private static void killedAtRandomMoments(int times) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED + times);
        for (int i = 0; i < times; i++) {
            Path folder = fresh("killed" + times + "-" + i);
            long millis = 150 + random.nextLong(700);
            try (ChildJvm process = new ChildJvm(CrashWorkload.class, folder.toString(), "")) {
                process.killAfter(millis, TimeUnit.MILLISECONDS);
            }
            goesOnAsIfNothingHadHappened(folder, "kill after " + millis + " ms");
        }
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"commit.after", "commit.before", "commit.between", "handler.end", "handler.start", "token.answered"})
    void everyPlaceOf(String point) throws Exception {
        int times = points.getOrDefault(point, 0);
        int bitten = 0;
        for (int nth = 1; nth <= times; nth++) {
            bitten += diesAt(point + ":" + nth) ? 1 : 0;
        }
        System.out.printf("%s: died at %d of %d places%n", point, bitten, times);
        assertThat(bitten).isGreaterThan(times / 2);
    }

    @Test
    @Tag("long")
    void killedAtManyRandomMoments() throws Exception {
        killedAtRandomMoments(60);
    }
}
