package moderato.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moderato.kernel.EngineException;
import moderato.kernel.EngineOptions;
import moderato.kernel.HistoryEvent;
import moderato.kernel.HomeEngine;
import moderato.kernel.InvalidDefinitionException;
import moderato.kernel.Outcome;
import moderato.kernel.RunFilter;
import moderato.kernel.RunListener;
import moderato.kernel.RunStatus;
import moderato.kernel.ToyLanguage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class HomeEngineTest {

    private static final JsonNode SEVEN = IntNode.valueOf(7);

    @TempDir
    private Path home;

    private static String id(String name) {
        return ToyLanguage.identity(name).id();
    }


    @Test
    void aSecondProcessAsksTheFirst() throws Exception {
        try (ChildJvm owner = new ChildJvm(HomeProcess.class, home.toString(), "first", "[{'do':'task'},{'do':'wait','ms':3600000}]")) {
            assertThat(owner.line()).isEqualTo("owner");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("owner/socket")))).isEqualTo("rw-------");
            try (HomeEngine client = HomeProcess.open(home)) {
                assertThat(client.owner()).isFalse();
                assertThat(client.list(RunFilter.newest(5)).runs()).extracting(run -> run.run().name()).containsExactly("first");

                List<String> told = new CopyOnWriteArrayList<>();
                CountDownLatch over = new CountDownLatch(1);
                client.follow(id("first"), listener(told, over));
                client.start(ToyLanguage.request("second", "[{'do':'fan','n':20}]", SEVEN));
                assertThat(client.await(id("second"))).isInstanceOf(Outcome.Succeeded.class);
                client.stop(id("first"), Optional.of("E"), Optional.of("c"));
                assertThat(client.await(id("first"))).isEqualTo(new Outcome.Stopped(Optional.of("E"), Optional.of("c")));
                assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(told).containsExactly("1 Entered", "2 Done", "3 Entered", "4 Ended");
                assertThat(client.history(id("first"))).extracting(HistoryEvent::type).containsExactly("Entered", "Done", "Entered", "Ended");
                assertThat(client.describe(id("first")).orElseThrow().input()).isEqualTo(SEVEN);
                assertThat(client.describe("nobody")).isEmpty();
                refusalsComeThrough(client);
            }
        }
    }

    private static void refusalsComeThrough(HomeEngine client) {
        assertThatThrownBy(() -> client.answer("no token", new Outcome.Succeeded(SEVEN)))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.TOKEN_NOT_FOUND));
        assertThatThrownBy(() -> client.redrive(id("second")))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.NOT_REDRIVABLE));
        assertThatThrownBy(() -> client.start(ToyLanguage.request("bad", "{}", SEVEN)))
                .isInstanceOfSatisfying(InvalidDefinitionException.class, e -> assertThat(e.problems()).hasSize(1));
    }

    private static RunListener listener(List<String> told, CountDownLatch over) {
        return new RunListener() {
            @Override
            public void happened(long place, HistoryEvent event) {
                told.add(place + " " + event.type());
            }

            @Override
            public void ended(Outcome outcome) {
                over.countDown();
            }
        };
    }

    @Test
    void whenTheOwnerIsKilledTheNextOneTakesOver() throws Exception {
        try (ChildJvm owner = new ChildJvm(HomeProcess.class, home.toString(), "first", "[{'do':'task'},{'do':'wait','ms':300}]")) {
            assertThat(owner.line()).isEqualTo("owner");
            try (HomeEngine next = HomeProcess.open(home)) {
                List<String> told = new CopyOnWriteArrayList<>();
                CountDownLatch over = new CountDownLatch(1);
                next.follow(id("first"), listener(told, over));
                owner.kill();
                assertThat(next.await(id("first"))).isEqualTo(new Outcome.Succeeded(SEVEN));
                assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(told).containsExactly("1 Entered", "2 Done", "3 Entered", "4 Done", "5 Ended");
                assertThat(next.owner()).isTrue();
                assertThat(next.describe(id("first")).orElseThrow().summary().status()).isEqualTo(RunStatus.SUCCEEDED);
            }
        }
    }

    @Test
    void aSecondEngineIsRefusedByTheNameOfTheFirst() throws Exception {
        try (ChildJvm owner = new ChildJvm(HomeProcess.class, home.toString())) {
            assertThat(owner.line()).isEqualTo("owner");
            assertThatThrownBy(() -> HomeEngine.own(home, () -> SqliteJournal.open(home.resolve("journal.db")),
                    EngineOptions.of(List.of(), resource -> Optional.empty())))
                    .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.HOME_OWNED))
                    .hasMessageContaining("process " + owner.pid());
        }
    }

    @Test
    void aClosedOwnerMakesRoomForItsClients() throws Exception {
        HomeEngine owner = HomeProcess.open(home);
        try (HomeEngine client = HomeProcess.open(home)) {
            assertThat(client.owner()).isFalse();
            owner.start(ToyLanguage.request("a", "[{'do':'wait','ms':200}]", SEVEN));
            owner.close();
            assertThat(client.await(id("a"))).isEqualTo(new Outcome.Succeeded(SEVEN));
            assertThat(client.owner()).isTrue();
        }
    }
}
