package moderato.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every journal must keep to. */
public abstract class JournalContract {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

    private Journal journal;

    /** An empty journal. */
    protected abstract Journal create();

    /** The same journal, closed and opened again. */
    protected abstract Journal reopen(Journal journal);

    @BeforeEach
    void open() {
        journal = create();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static StoredRun run(long key) {
        return new StoredRun(key, new RunIdentity("arn:" + key, "name" + key % 3, "machine", "definition:" + key % 2, "role"), "toy", 3, "hash",
                "settings", key % 2 == 0 ? Optional.empty() : Optional.of(new StoredRun.Parent("arn:0", "1." + key)), RunStatus.RUNNING,
                NOW.plusMillis(key), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Journal.Change begin(long key) {
        return new Journal.Change.Begin(run(key), bytes("begin " + key));
    }

    private List<String> entries(long key) {
        return journal.entries(run(key)).stream().map(entry -> entry.first() + " " + new String(entry.events(), StandardCharsets.UTF_8)).toList();
    }

    @Test
    void keepsMoreEventsThanAreHeldAtOnce() {
        String filling = "x".repeat(1 << 20);
        journal.commit(List.of(begin(1)));
        for (int place = 1; place <= 12; place++) {
            journal.commit(List.of(new Journal.Change.Append(1, place, bytes(filling + place))));
        }
        assertThat(entries(1)).hasSize(13).startsWith("0 begin 1", "1 " + filling + 1).endsWith("12 " + filling + 12);
        assertThat(journal.entries(run(1))).extracting(Journal.Entry::first).isEqualTo(IntStream.rangeClosed(0, 12).boxed().toList());
    }

    @Test
    void keepsEventsInTheirOrder() {
        journal.commit(List.of(begin(1), begin(2)));
        journal.commit(List.of(new Journal.Change.Append(1, 1, bytes("b")), new Journal.Change.Append(2, 1, bytes("B")),
                new Journal.Change.Append(1, 2, bytes("c"))));
        journal.commit(List.of(new Journal.Change.Append(2, 2, bytes("C"))));
        assertThat(entries(1)).containsExactly("0 begin 1", "1 b", "2 c");
        journal = reopen(journal);
        assertThat(entries(1)).containsExactly("0 begin 1", "1 b", "2 c");
        assertThat(entries(2)).containsExactly("0 begin 2", "1 B", "2 C");
        assertThat(new String(journal.firstEntry(run(2)).events(), StandardCharsets.UTF_8)).isEqualTo("begin 2");
        assertThat(journal.lastRun()).isEqualTo(2);
        assertThat(journal.examine().damage()).isEmpty();
    }

    @Test
    void keepsAllOrNothing() {
        journal.commit(List.of(begin(1)));
        assertThatThrownBy(() -> journal.commit(List.of(new Journal.Change.Append(1, 1, bytes("b")), begin(1))))
                .isInstanceOf(EngineException.class);
        journal = reopen(journal);
        assertThat(journal.find("arn:1")).contains(run(1));
    }

    @Test
    void findsRunsAsTheyStand() {
        journal.commit(List.of(begin(1)));
        assertThat(journal.find("arn:1")).contains(run(1));
        assertThat(journal.find("arn:2")).isEmpty();
        StoredRun over = run(1).over(new Outcome.Succeeded(ToyLanguage.NODES.textNode("done")), NOW.plusSeconds(5));
        journal.commit(List.of(new Journal.Change.Append(1, 1, bytes("b")), new Journal.Change.Update(over)));
        journal = reopen(journal);
        assertThat(journal.find("arn:1")).contains(over);
        StoredRun again = over.reopened(NOW.plusSeconds(6));
        journal.commit(List.of(new Journal.Change.Append(1, 2, bytes("c")), new Journal.Change.Update(again)));
        journal = reopen(journal);
        assertThat(journal.find("arn:1")).contains(again);
        assertThat(entries(1)).containsExactly("0 begin 1", "1 b", "2 c");
        StoredRun parked = again.parked("broken");
        journal.commit(List.of(new Journal.Change.Update(parked)));
        assertThat(journal.find("arn:1")).contains(parked);
    }

    @Test
    void givesBackOpenRunsFromTheirSnapshots() {
        journal.commit(List.of(begin(1), begin(2), begin(3)));
        journal.commit(List.of(new Journal.Change.Append(1, 1, bytes("b")), new Journal.Change.Snapshot(1, 2, bytes("state"))));
        journal.commit(List.of(new Journal.Change.Append(1, 2, bytes("c")),
                new Journal.Change.Update(run(2).over(Outcome.Failed.of("E", "c"), NOW)), new Journal.Change.Update(run(3).parked("p"))));
        journal = reopen(journal);
        List<Journal.OpenRun> open = new ArrayList<>();
        journal.openRuns(open::add);
        assertThat(open).extracting(each -> each.run().key()).containsExactly(1L, 3L);
        assertThat(open.getFirst().snapshot().map(snapshot -> new String(snapshot.state(), StandardCharsets.UTF_8))).contains("state");
        assertThat(open.getFirst().snapshot().map(Journal.Change.Snapshot::events)).contains(2);
        assertThat(open.getFirst().entries()).extracting(Journal.Entry::first).containsExactly(2);
        assertThat(open.getLast().snapshot()).isEmpty();
        assertThat(open.getLast().entries()).hasSize(1);
        assertThat(open).extracting(Journal.OpenRun::damage).containsOnly(Optional.empty());
    }

    @Test
    void listsNewestFirstInPages() {
        journal.commit(IntStream.rangeClosed(1, 9).mapToObj(key -> begin(key)).toList());
        journal.commit(List.of(new Journal.Change.Update(run(4).over(Outcome.Failed.of("E", "c"), NOW))));
        RunPage first = journal.list(RunFilter.newest(4));
        assertThat(ids(first)).containsExactly("arn:9", "arn:8", "arn:7", "arn:6");
        RunPage second = journal.list(RunFilter.newest(4).after(first.next().orElseThrow()));
        assertThat(ids(second)).containsExactly("arn:5", "arn:4", "arn:3", "arn:2");
        assertThat(ids(journal.list(RunFilter.newest(4).after(second.next().orElseThrow())))).containsExactly("arn:1");
        assertThat(journal.list(RunFilter.newest(9)).next()).isEmpty();
        assertThat(ids(journal.list(RunFilter.newest(9).withStatus(RunStatus.FAILED)))).containsExactly("arn:4");
        assertThat(ids(journal.list(RunFilter.newest(9).ofDefinition("definition:0")))).containsExactly("arn:8", "arn:6", "arn:4", "arn:2");
        assertThat(ids(journal.list(RunFilter.newest(9).named("name0")))).containsExactly("arn:9", "arn:6", "arn:3");
        assertThat(ids(journal.list(RunFilter.newest(2).childrenOf("arn:0").withStatus(RunStatus.RUNNING)))).containsExactly("arn:9", "arn:7");
    }

    private static List<String> ids(RunPage page) {
        return page.runs().stream().map(run -> run.run().id()).toList();
    }

    @Test
    void keepsTextsOnce() {
        journal.commit(List.of(new Journal.Change.Text("h", "text"), new Journal.Change.Text("h", "text")));
        journal = reopen(journal);
        assertThat(journal.text("h")).contains("text");
        assertThat(journal.text("other")).isEmpty();
    }

    @Test
    void forgetsWhatEndedLongAgo() {
        journal.commit(IntStream.rangeClosed(1, 5).mapToObj(key -> begin(key)).toList());
        journal.commit(IntStream.rangeClosed(1, 4).<Journal.Change>mapToObj(key -> new Journal.Change.Update(
                run(key).over(Outcome.Failed.of("E", "c"), NOW.plusSeconds(key)))).toList());
        assertThat(journal.forget(NOW.plusSeconds(4), 2)).isEqualTo(2);
        assertThat(journal.forget(NOW.plusSeconds(4), 2)).isEqualTo(1);
        assertThat(journal.forget(NOW.plusSeconds(4), 2)).isZero();
        assertThat(ids(journal.list(RunFilter.newest(9)))).containsExactly("arn:5", "arn:4");
        assertThat(journal.examine().runs()).isEqualTo(2);
    }

    @Test
    void keepsVeryManyEventsOfVeryManyRuns() {
        List<Journal.Change> begins = new ArrayList<>();
        for (long key = 1; key <= 500; key++) {
            begins.add(begin(key));
        }
        journal.commit(begins);
        for (int place = 1; place <= 40; place++) {
            List<Journal.Change> more = new ArrayList<>();
            for (long key = 1; key <= 500; key++) {
                more.add(new Journal.Change.Append(key, place, bytes(key + ":" + place)));
                if (place == 30 && key % 2 == 0) {
                    more.add(new Journal.Change.Snapshot(key, 31, bytes("s" + key)));
                }
            }
            journal.commit(more);
        }
        journal = reopen(journal);
        List<Journal.OpenRun> open = new ArrayList<>();
        journal.openRuns(open::add);
        assertThat(open).hasSize(500);
        for (Journal.OpenRun each : open) {
            boolean fromSnapshot = each.run().key() % 2 == 0;
            assertThat(each.snapshot().isPresent()).isEqualTo(fromSnapshot);
            assertThat(each.entries()).extracting(Journal.Entry::first)
                    .isEqualTo(IntStream.rangeClosed(fromSnapshot ? 31 : 0, 40).boxed().toList());
        }
        assertThat(entries(77)).hasSize(41).endsWith("40 77:40");
    }
}
