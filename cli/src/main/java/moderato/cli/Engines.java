package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import moderato.handlers.StandardHandlers;
import moderato.jobs.CachedOutputs;
import moderato.jobs.ImageCatalog;
import moderato.jobs.JobHandlers;
import moderato.jobs.JobImages;
import moderato.jobs.JobListener;
import moderato.jobs.JobServices;
import moderato.journal.SqliteJournal;
import moderato.kernel.Engine;
import moderato.kernel.EngineOptions;
import moderato.kernel.HomeEngine;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;
import moderato.objects.FolderStore;
import moderato.objects.MappedStore;
import moderato.objects.Mapping;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.pipelines.PipelineHandlers;
import moderato.pipelines.PipelineLanguage;
import moderato.pipelines.StepCache;
import moderato.registry.JobRecorder;
import moderato.registry.RecordedJobs;
import moderato.registry.Registry;
import moderato.registry.RegistryHandlers;
import moderato.states.StatesLanguage;

/** Opens the engine of a home, with the languages and handlers of this program. */
final class Engines {

    /** Between SIGTERM and SIGKILL. */
    static final Duration GRACE = Duration.ofSeconds(120);

    private Engines() {
    }

    /** The engine of a home, which does the work of its open runs if it has no other owner. */
    static HomeEngine open(Home home) throws IOException {
        return open(home, (job, line) -> {
        });
    }

    /**
     * The engine of a home, which does the work of its open runs if it has no other owner.
     *
     * @param jobs is told what jobs say that run in this process
     */
    static HomeEngine open(Home home, JobListener jobs) throws IOException {
        AtomicReference<Engine> self = new AtomicReference<>();
        HomeEngine engine = open(home, new Work(home, () -> Objects.requireNonNull(self.get()), jobs));
        self.set(engine);
        return engine;
    }

    /** The engine of a home for looking at it: where it has no owner, no work of open runs is begun. */
    static HomeEngine read(Home home) throws IOException {
        return open(home, resource -> Optional.of((payload, context) -> {
            new CountDownLatch(1).await();
            return payload;
        }));
    }

    private static HomeEngine open(Home home, TaskHandlers handlers) throws IOException {
        Files.createDirectories(home.folder());
        EngineOptions options = EngineOptions.of(List.of(new StatesLanguage(), new PipelineLanguage()), handlers)
                .withPatience(JobStops.LONGEST).withNotices(notice -> System.err.println("moderato: " + notice));
        return HomeEngine.open(home.folder(), () -> SqliteJournal.open(home.journal()), options);
    }

    /** The registry of a home. */
    static Registry registry(Home home) {
        return new Registry(home.registry(), Clock.systemUTC());
    }

    /** The object store of a home, as a run with these settings sees it. */
    static ObjectStore store(Home home, JsonNode settings) {
        List<Mapping> mappings = mappings(settings);
        ObjectStore plain = new FolderStore(home.objects());
        return mappings.isEmpty() ? plain : new MappedStore(plain, mappings);
    }

    /** What the jobs of a home work with. */
    static JobServices jobs(Home home, ObjectStore store, JobListener listener) {
        return new JobServices(home.jobs(), store, images(home), Clock.systemUTC(), listener, registry(home).packages()::find);
    }

    /** The images of this program, with what runs others. */
    private static JobImages images(Home home) {
        ImageCatalog installed = ImageCatalog.installed();
        return new JobImages(installed.programs(), installed.serving(), home.jobs().resolve("environments"), GRACE);
    }

    /** The successes of steps. */
    static StepCache cache(Home home) {
        return new StepCache(home.jobs().resolve("cache"));
    }

    private static List<Mapping> mappings(JsonNode settings) {
        List<Mapping> mappings = new ArrayList<>();
        settings.path("maps").forEach(map -> mappings.add(Mapping.parse(map.asText())));
        return mappings;
    }

    /** The handlers of this program; a run that maps folders has an object store of its own. */
    private static final class Work implements TaskHandlers {

        private final Home home;
        private final Supplier<Engine> engine;
        private final Registry registry;
        private final JobListener listener;
        private final TaskHandlers unmapped;

        Work(Home home, Supplier<Engine> engine, JobListener listener) {
            this.home = home;
            this.engine = engine;
            this.listener = listener;
            this.registry = registry(home);
            this.unmapped = handlers(new FolderStore(home.objects()));
        }

        @Override
        public Optional<TaskHandler> find(String resource) {
            return unmapped.find(resource).map(plain -> (payload, context) -> {
                if (mappings(context.settings()).isEmpty()) {
                    return plain.handle(payload, context);
                }
                return handlers(store(home, context.settings())).find(resource).orElseThrow().handle(payload, context);
            });
        }

        private TaskHandlers handlers(ObjectStore store) {
            StandardHandlers standard = new StandardHandlers(Map.of(), store, home.folder().resolve("messages"), Clock.systemUTC(), engine);
            JobServices services = jobs(home, store, listener);
            JobHandlers jobs = new JobHandlers(services);
            RegistryHandlers registered = new RegistryHandlers(registry);
            JobRecorder.Descriptions descriptions = (kind, name) -> services.descriptions().find(kind, name).orElseGet(JsonNodeFactory.instance::objectNode);
            TaskHandlers recorded = new RecordedJobs(jobs, new JobRecorder(registry, store, descriptions), descriptions);
            TaskHandlers sageMaker = SageMaker.handlers(recorded, services, registry, engine);
            CachedOutputs outputs = new CachedOutputs(services);
            StepCache cache = cache(home);
            Map<String, TaskHandler> cached = Map.of("cache:find", outputs.find(cache.find()), "cache:keep", outputs.keep(cache.keep()));
            TaskHandlers all = resource -> recorded.find(resource).or(() -> registered.find(resource)).or(() -> sageMaker.find(resource)).or(() -> standard.find(resource)).or(() -> Optional.ofNullable(cached.get(resource)));
            return new PipelineHandlers(all, cache, address -> read(store, address), run -> engine.get().history(run));
        }

        private static byte[] read(ObjectStore store, String uri) throws IOException {
            return Files.readAllBytes(store.find(ObjectAddress.parse(uri)).orElseThrow(() -> new IOException("there is no object " + uri)).file());
        }
    }
}
