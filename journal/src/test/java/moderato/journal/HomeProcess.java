package moderato.journal;

import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moderato.kernel.EngineOptions;
import moderato.kernel.HomeEngine;
import moderato.kernel.ToyLanguage;

/** A process of its own that opens a home, says so, and works until it is killed: {@code HOME [NAME STEPS]}. */
public final class HomeProcess {

    private HomeProcess() {
    }

    static HomeEngine open(Path home) {
        return HomeEngine.open(home, () -> SqliteJournal.open(home.resolve("journal.db")),
                EngineOptions.of(List.of(new ToyLanguage()), resource -> Optional.of((payload, context) -> payload)));
    }

    /** Opens the home, starts the run if there is one, and waits for ever. */
    public static void main(String... arguments) throws InterruptedException {
        HomeEngine engine = open(Path.of(arguments[0]));
        if (arguments.length > 1) {
            engine.start(ToyLanguage.request(arguments[1], arguments[2], IntNode.valueOf(7)));
        }
        System.out.println(engine.owner() ? "owner" : "client");
        Thread.currentThread().join();
    }
}
