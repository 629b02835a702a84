package moderato.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import moderato.models.ModelStore;
import moderato.models.OnnxSession;

/**
 * The models of steps to come, loaded on a thread of their own while something else is waited for: a video is decoded by one core, and loading takes
 * another one about as long. A step of this process finds their sessions open ({@link OnnxSession}); what it does with them does not change. They
 * stay open until their step is over.
 */
public final class ModelsAhead implements AutoCloseable {

    private final ModelStore store;
    private final ExecutorService loader;
    /** Used by the loader only. */
    private final Map<String, List<AutoCloseable>> held = new HashMap<>();
    private final Set<String> expected = new HashSet<>();

    /** Loads the native libraries, and nothing else until a domain is expected. */
    public ModelsAhead(ModelStore store) {
        this.store = store;
        this.loader = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("load models").factory());
        loader.execute(NativeLibraries::load);
    }

    /** Loads the models that look for a domain by default; one after the other, in the order of the calls. */
    public synchronized void expect(String domain) {
        if (expected.add(domain)) {
            loader.execute(() -> ScopedValue.where(OnnxSession.AHEAD, true).run(() -> hold(domain)));
        }
    }

    /** Lets a domain's models go. */
    public synchronized void over(String domain) {
        if (expected.remove(domain)) {
            loader.execute(() -> held.getOrDefault(domain, List.of()).forEach(ModelsAhead::close));
        }
    }

    private synchronized boolean isExpected(String domain) {
        return expected.contains(domain);
    }

    private void hold(String domain) {
        if (!isExpected(domain)) {
            return;
        }
        List<AutoCloseable> models = new ArrayList<>();
        held.put(domain, models);
        try {
            switch (domain) {
                case "nudity", "objects" -> models.add(DomainModels.load(store, domain, Optional.empty()));
                case "faces" -> {
                    models.add(FaceFinder.load(store, store.entry(FacesImage.MODEL)));
                    models.add(FaceRule.load(store));
                }
                case "text" -> models.add(TextReader.load(store, store.entry(TextImage.MODEL)));
                case "speech" -> {
                    models.add(VoiceActivity.open(store.file(SpeechImage.DETECTOR, "model")));
                    models.add(Moonshine.openEncoder(store.file(SpeechImage.RECOGNISER, "encoder")));
                    models.add(Moonshine.openDecoder(store.file(SpeechImage.RECOGNISER, "decoder")));
                }
                case "toxicity" -> models.add(ToxicityClassifier.openEncoder(store.file(ToxicityClassifier.MODEL, "model")));
                default -> {
                }
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // The step fails at it too, and says so.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable models) {
        try {
            models.close();
        } catch (Exception e) {
            throw new IllegalStateException("models could not be closed", e);
        }
    }

    /** Lets everything go; what is being loaded is loaded to its end first, since a process must not end in the midst of it. */
    @Override
    public void close() {
        synchronized (this) {
            List.copyOf(expected).forEach(this::over);
        }
        loader.close();
    }
}
