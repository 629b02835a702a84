package moderato.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Brings runs back from the journal: all open ones when an engine starts, and single ones that are to go on. */
final class Recovery {

    private final EngineCore core;
    private final Map<String, JsonNode> settings = new ConcurrentHashMap<>();
    private final List<Journal.Change> updates = new ArrayList<>();

    Recovery(EngineCore core) {
        this.core = core;
    }

    /** Brings back every open run, and goes on with it. */
    void all() {
        List<ActiveRun> back = new ArrayList<>();
        core.journal().openRuns(open -> restored(open).ifPresent(back::add));
        if (!updates.isEmpty()) {
            new WaitedFor(updates).write(core.writer());
        }
        List<ActiveRun> orphans = back.stream().filter(this::isOrphan).toList();
        back.forEach(ActiveRun::resume);
        orphans.forEach(orphan -> core.stopChild(orphan.stored().run().id()));
    }

    private Optional<ActiveRun> restored(Journal.OpenRun open) {
        StoredRun stored = open.run();
        try {
            if (open.damage().isPresent()) {
                throw new EngineException(EngineException.Kind.DAMAGED, open.damage().get());
            }
            Replay<?> replay = new Replay<>(program(stored));
            PendingWork pending = new PendingWork();
            Instant[] lastAt = {stored.started()};
            open.snapshot().ifPresent(snapshot -> lastAt[0] = replay.thaw(snapshot, pending));
            int largest = repeat(replay, open.entries(), pending, lastAt);
            ActiveRun run = new ActiveRun(core, stored.unparked(), replay, pending, settings(stored), true, lastAt[0]);
            run.took(largest);
            if (stored.status() == RunStatus.PARKED) {
                updates.add(new Journal.Change.Update(stored.unparked()));
            }
            core.runs().put(stored.run().id(), run);
            return Optional.of(run);
        } catch (RuntimeException | StackOverflowError e) {
            String why = e instanceof EngineException || e instanceof InvalidDefinitionException ? String.valueOf(e.getMessage()) : e.toString();
            updates.add(new Journal.Change.Update(stored.parked(why)));
            core.options().notices().accept("The run " + stored.run().id() + " is parked: " + why);
            return Optional.empty();
        }
    }

    /** Brings back a run that has ended, so that it can be redriven. */
    ActiveRun ended(StoredRun stored) {
        return ended(stored, settings(stored));
    }

    /** Brings back a run that has ended, so that it can be redriven, its handlers being told other settings from now on. */
    ActiveRun ended(StoredRun stored, Settings settings) {
        ActiveRun run = ended(stored.with(settings), settings.json());
        run.bringTexts(Map.of(settings.hash(), settings.text()));
        return run;
    }

    private ActiveRun ended(StoredRun stored, JsonNode settings) {
        Replay<?> replay = new Replay<>(program(stored));
        PendingWork pending = new PendingWork();
        Instant[] lastAt = {stored.started()};
        int largest = repeat(replay, core.journal().entries(stored), pending, lastAt);
        ActiveRun run = new ActiveRun(core, stored, replay, pending, settings, true, lastAt[0]);
        run.took(largest);
        return run;
    }

    /** Repeats events, each entry of them once in memory; how many bytes the largest entry has. */
    private static int repeat(Replay<?> replay, List<Journal.Entry> entries, PendingWork pending, Instant[] lastAt) {
        int largest = 0;
        for (Journal.Entry entry : entries) {
            largest = Math.max(largest, entry.events().length);
            replay.repeat(entry, Recorder.NONE, (event, commands) -> {
                pending.fold(event, commands);
                lastAt[0] = event.at();
            });
        }
        return largest;
    }

    /** The program of a run, if it is the one that the run began with. */
    Program<?> program(StoredRun stored) {
        Language language = core.programs().language(stored.language());
        if (language.semantics() != stored.semantics()) {
            throw new EngineException(EngineException.Kind.DAMAGED, "the run began with version " + stored.semantics()
                    + " of the language '" + stored.language() + "', and this program has version " + language.semantics()
                    + "; let it end with the program that it began with, or stop it");
        }
        return core.programs().compile(definition(stored));
    }

    /** The definition of a run, as the journal kept it. */
    Definition definition(StoredRun stored) {
        Definition definition = Definition.of(stored.language(), text(stored.definition(), "definition"));
        if (!definition.hash().equals(stored.definition())) {
            throw new EngineException(EngineException.Kind.DAMAGED, "the definition of the run no longer has the hash " + stored.definition());
        }
        core.keptTexts().add(stored.definition());
        return definition;
    }

    /** What the starter of a run gave for its handlers. */
    JsonNode settings(StoredRun stored) {
        return settings.computeIfAbsent(stored.settings(), hash -> {
            String text = text(hash, "settings");
            if (!Settings.hash(text).equals(hash)) {
                throw new EngineException(EngineException.Kind.DAMAGED, "the settings of the run no longer have the hash " + hash);
            }
            return EventCodec.tree(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    private String text(String hash, String what) {
        return core.journal().text(hash).orElseThrow(() -> new EngineException(EngineException.Kind.DAMAGED,
                "the journal does not hold the " + what + " of the run, with the hash " + hash));
    }

    /** Whether a run is a child that nobody waits for, because its parent ended just before the engine did. */
    private boolean isOrphan(ActiveRun run) {
        Optional<StoredRun.Parent> place = run.stored().parent();
        if (place.isEmpty() || run.stored().redrives() > 0) {
            return false;
        }
        ActiveRun parent = core.runs().get(place.get().run());
        if (parent != null) {
            return !parent.waitsFor(place.get().path());
        }
        return core.journal().find(place.get().run()).map(StoredRun::status).orElse(RunStatus.STOPPED).ended();
    }
}
