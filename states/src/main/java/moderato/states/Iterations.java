package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import moderato.kernel.Event;
import moderato.kernel.PersistentVector;

/** The iterations of an inline Map. */
final class Iterations {

    private Iterations() {
    }

    /** Begins iterations as long as there are items, room and transitions left. */
    static void dispatch(MapState state, Frame frame, Rest.Iterating rest) {
        PersistentVector<Child> children = rest.children();
        int finished = rest.finished();
        long previous = rest.previous();
        long succeeded = rest.succeeded();
        int first = children.size();
        while (children.size() < rest.items().size() && children.size() - finished < rest.concurrency()) {
            int index = children.size();
            if (index > first && !frame.turn.takeTransition()) {
                frame.interrupt(with(rest, previous, succeeded, children, finished));
                return;
            }
            MapItem item = new MapItem(index, rest.items().path(index));
            long begun = tell(frame, "MapIterationStarted", index < rest.concurrency() ? rest.begun() : previous, index);
            JsonNode input;
            try {
                input = state.select(frame, rest.input(), item);
            } catch (StatesErrorException e) {
                abort(state, frame, children, -1, !e.error().equals(Failure.RUNTIME));
                throw e;
            }
            Frame child = frame.child(state.processor(), index, Optional.of(item), begun);
            child.start(input);
            switch (child.progress()) {
                case SUCCEEDED -> {
                    previous = child.last();
                    succeeded = tell(frame, "MapIterationSucceeded", previous, index);
                    children = children.plus(new Child.Finished(child.output()));
                    finished++;
                }
                case FAILED -> {
                    failed(state, frame, with(rest, previous, succeeded, children.plus(child.settle()), finished), child, index);
                    return;
                }
                case RESTING, RUNNING -> children = children.plus(child.settle());
            }
        }
        settle(state, frame, with(rest, previous, succeeded, children, finished));
    }

    /** Gives an event to an iteration. */
    static boolean deliver(MapState state, Frame frame, Rest.Iterating rest, int[] path, int depth, Event event) {
        int index = path[depth];
        if (index >= rest.children().size() || !(rest.children().get(index) instanceof Branch branch)) {
            return false;
        }
        MapItem item = new MapItem(index, rest.items().path(index));
        Frame child = frame.child(state.processor(), index, Optional.of(item), 0).wake(branch);
        if (!child.deliver(path, depth + 1, event)) {
            return false;
        }
        switch (child.progress()) {
            case SUCCEEDED -> {
                long succeeded = tell(frame, "MapIterationSucceeded", child.last(), index);
                PersistentVector<Child> children = rest.children().with(index, new Child.Finished(child.output()));
                dispatch(state, frame, with(rest, child.last(), succeeded, children, rest.finished() + 1));
            }
            case FAILED -> failed(state, frame,
                    with(rest, rest.previous(), rest.succeeded(), rest.children().with(index, child.settle()), rest.finished()), child,
                    index);
            case RESTING, RUNNING -> frame.rest(
                    with(rest, rest.previous(), rest.succeeded(), rest.children().with(index, child.settle()), rest.finished()));
        }
        return true;
    }

    private static void settle(MapState state, Frame frame, Rest.Iterating rest) {
        if (rest.finished() < rest.items().size()) {
            frame.rest(rest);
            return;
        }
        frame.follow(rest.succeeded());
        frame.aside("MapStateSucceeded", rest.succeeded(), JsonNodeFactory.instance::objectNode);
        frame.leave(state.head().flow().leave(frame.scope(), ParallelState.outputs(rest.children())));
    }

    private static void failed(MapState state, Frame frame, Rest.Iterating rest, Frame child, int index) {
        boolean told = !child.failure().isRuntime();
        if (told) {
            tell(frame, "MapIterationFailed", child.last(), index);
        }
        abort(state, frame, rest.children(), index, told);
        frame.follow(child.last());
        Recovery.from(frame, child.failure(), told ? Optional.of("MapStateFailed") : Optional.empty(), Optional.of(rest));
    }

    /**
     * Ends the iterations under way, but for the one that failed by itself.
     *
     * @param told whether the history tells of it: {@code States.Runtime} ends an execution with no word of what is around it
     */
    private static void abort(MapState state, Frame frame, PersistentVector<Child> children, int failed, boolean told) {
        for (int i = 0; i < children.size(); i++) {
            if (i != failed && children.get(i) instanceof Branch branch) {
                Abort.iteration(frame.turn, state, frame.path(), i, branch, told);
            }
        }
    }

    private static long tell(Frame frame, String type, long previous, int index) {
        Turn turn = frame.turn;
        return turn.isWatched() ? turn.tell(new StatesEvent.Iteration(turn.at, previous, type, frame.head().name(), index)) : turn.count();
    }

    private static Rest.Iterating with(Rest.Iterating rest, long previous, long succeeded, PersistentVector<Child> children,
            int finished) {
        return new Rest.Iterating(rest.visit(), rest.input(), rest.items(), rest.concurrency(), rest.begun(), previous, succeeded, children,
                finished);
    }
}
