package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** An embedded engine on a journal in memory, with a clock that tests move. */
@Timeout(60)
abstract class EmbeddedEngineBench {

    static final JsonNode SEVEN = IntNode.valueOf(7);
    static final TaskHandlers ECHO = resource -> Optional.of((payload, context) -> payload);

    volatile Instant time = Instant.parse("2026-11-23T10:00:00Z");
    private final InMemoryJournal journal = new InMemoryJournal();
    final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    EmbeddedEngine engine = open(ECHO);

    final EmbeddedEngine open(TaskHandlers handlers) {
        return open(new ToyLanguage(), handlers);
    }

    final EmbeddedEngine open(Language language, TaskHandlers handlers) {
        InstantSource clock = () -> time;
        return EmbeddedEngine.open(journal, EngineOptions.of(List.of(language), handlers).withClock(clock));
    }

    final void restart(TaskHandlers handlers) {
        engine.close();
        engine = open(handlers);
    }

    final void pass(Duration duration) {
        time = time.plus(duration);
        engine.clockMoved();
    }

    final TaskHandlers tellingTokens() {
        return resource -> Optional.of((payload, context) -> {
            tokens.add(context.token().orElse(""));
            return payload;
        });
    }

    static String id(String name) {
        return ToyLanguage.identity(name).id();
    }

    @AfterEach
    void close() {
        engine.close();
    }
}
