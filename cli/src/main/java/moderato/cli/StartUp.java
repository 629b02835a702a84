package moderato.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import moderato.journal.SqliteLibrary;
import moderato.media.DecoderCache;
import moderato.models.OnnxRuntime;
import org.apache.commons.codec.digest.DigestUtils;

/** What is done, and left out, so that a small run is over in less time than one notices. */
final class StartUp {

    private static final int CARRIERS_PER_PROCESSOR = 4;
    private static final Set<String> WITH_ENGINE = Set.of("run", "runs");

    private StartUp() {
    }

    /** Tells libraries what they need not look for; before any of them is used. */
    static void settle() {
        // JavaCPP warns on standard error that OpenBLAS is of another release than itself; the interface is the same.
        System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
        // Handlers look after files, and while a file system keeps a few of them waiting, others can work.
        System.setProperty("jdk.virtualThreadScheduler.parallelism", System.getProperty("jdk.virtualThreadScheduler.parallelism",
                String.valueOf(CARRIERS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors())));
        // Looking for what is not there, or asking who there is, opens every jar.
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        Optional.ofNullable(System.getProperty("moderato.app")).map(Path::of).ifPresent(app -> {
            Path natives = app.resolve("natives");
            SqliteLibrary.keepIn(natives);
            System.setProperty(OnnxRuntime.LIBRARIES, natives.toString());
            System.setProperty(DecoderCache.PROPERTY, app.resolve("decoder.aot").toString());
        });
    }

    /** Begins on a second thread what a command with an engine will need, while the first reads the command line. */
    static void ahead(List<String> arguments) {
        if (!arguments.isEmpty() && WITH_ENGINE.contains(arguments.getFirst())) {
            Thread.ofPlatform().daemon().name("moderato-start-up").start(StartUp::load);
        }
    }

    /* Each of these is slow the first time only. Whatever fails here fails again, and is said, where it is needed. */
    private static void load() {
        try {
            Class.forName(BigDecimal.class.getName());
            SqliteLibrary.load();
            DigestUtils.getSha256Digest();
            Class.forName(ZoneRulesProvider.class.getName());
        } catch (ClassNotFoundException | RuntimeException e) {
            return;
        }
    }
}
