package moderato.kernel;

import java.util.Optional;

/** The start of a child run, which happens once however often a restart asks for it. */
final class ChildStart {

    private final EngineCore core;
    private final ActiveRun parent;
    private final Command.StartChild child;

    ChildStart(EngineCore core, ActiveRun parent, Command.StartChild child) {
        this.core = core;
        this.parent = parent;
        this.child = child;
    }

    /** Starts it, unless it is there; tells when it is kept, or will never be. */
    void start(Runnable started) {
        String id = child.run().id();
        ActiveRun open = core.runs().get(id);
        if (open != null) {
            refuseUnlessMine(open.stored(), started);
            return;
        }
        try {
            Optional<StoredRun> kept = parent.durable() && !child.express() ? core.journal().find(id) : Optional.empty();
            if (kept.isPresent()) {
                refuseUnlessMine(kept.get(), started);
                return;
            }
            StoredRun.Parent place = new StoredRun.Parent(parent.stored().run().id(), child.path());
            StartRequest request = new StartRequest(child.definition(), child.run(), child.input(), parent.settings());
            new RunStart(core).start(request, Optional.of(place), parent.durable() && !child.express())
                    .whenComplete((taken, problem) -> started.run());
        } catch (InvalidDefinitionException | EngineException e) {
            fail(String.valueOf(e.getMessage()));
            started.run();
        }
    }

    private void refuseUnlessMine(StoredRun there, Runnable started) {
        boolean mine = there.parent().equals(Optional.of(new StoredRun.Parent(parent.stored().run().id(), child.path())));
        if (!mine) {
            fail("There is a run with the id " + there.run().id() + " already.");
        } else if (there.outcome().isPresent()) {
            end(there.outcome().get());
        }
        started.run();
    }

    private void fail(String why) {
        end(new Outcome.Failed(Optional.empty(), Optional.of(why)));
    }

    private void end(Outcome outcome) {
        parent.post(Mail.Happened.of((at, seed) -> new Event.ChildEnded(at, seed, child.path(), outcome)));
    }
}
