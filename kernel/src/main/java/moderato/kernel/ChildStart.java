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
        if (open != null && isFormerLife(open.stored())) {
            open.ended().whenComplete((outcome, problem) -> start(started));
            return;
        }
        if (open != null) {
            refuseUnlessMine(open.stored(), started);
            return;
        }
        try {
            Optional<StoredRun> kept = parent.durable() && !child.express() ? core.journal().find(id) : Optional.empty();
            if (kept.isPresent() && isFormerLife(kept.get())) {
                again(kept.get(), started);
                return;
            }
            if (kept.isPresent()) {
                refuseUnlessMine(kept.get(), started);
                return;
            }
            StartRequest request = new StartRequest(child.definition(), child.run(), child.input(), parent.settings());
            new RunStart(core).start(request, Optional.of(place()), parent.durable() && !child.express())
                    .whenComplete((taken, problem) -> started.run());
        } catch (InvalidDefinitionException | EngineException e) {
            fail(String.valueOf(e.getMessage()));
            started.run();
        }
    }

    private StoredRun.Parent place() {
        return new StoredRun.Parent(parent.stored().run().id(), child.path());
    }

    /** Whether the run was started by its parent before, at another place. */
    private boolean isFormerLife(StoredRun there) {
        return there.parent().filter(known -> known.run().equals(place().run()) && !known.path().equals(place().path())).isPresent();
    }

    /* The new place is kept together with the redrive, so that a restart in between does either both or none. */
    private void again(StoredRun kept, Runnable started) {
        if (kept.outcome().isPresent() && kept.outcome().get() instanceof Outcome.Succeeded succeeded) {
            end(succeeded);
            started.run();
            return;
        }
        ActiveRun back = new Recovery(core).ended(kept.under(place()), Settings.of(parent.settings()));
        core.runs().put(child.run().id(), back);
        back.ask((at, seed) -> new Event.Redriven(at, seed, Optional.empty())).whenComplete((taken, problem) -> {
            if (!Boolean.TRUE.equals(taken)) {
                core.forget(back);
                fail("The run " + child.run().id() + " cannot be redriven.");
            }
            started.run();
        });
    }

    private void refuseUnlessMine(StoredRun there, Runnable started) {
        boolean mine = there.parent().equals(Optional.of(place()));
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
