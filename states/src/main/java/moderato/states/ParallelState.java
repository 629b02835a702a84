package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moderato.kernel.Event;
import moderato.kernel.PersistentVector;

/**
 * A Parallel: does all its branches at a time, each with the same input.
 *
 * @param branches what it does
 */
record ParallelState(StateHead head, List<StateMachine> branches) implements State {

    ParallelState {
        branches = List.copyOf(branches);
    }

    static ParallelState read(StateHead head, StateReader reader) {
        List<StateMachine> branches = new ArrayList<>();
        JsonNode all = reader.node("Branches");
        for (int i = 0; i < all.size(); i++) {
            branches.add(reader.machine("Branches/" + i, all.path(i)));
        }
        return new ParallelState(head, branches);
    }

    @Override
    public void begin(Frame frame) {
        EvaluationScope scope = frame.scope();
        JsonNode input = head.flow().arguments(scope, head.flow().input(scope));
        frame.note("ParallelStateStarted", JsonNodeFactory.instance::objectNode);
        dispatch(frame, new Rest.Forked(frame.visit(), input, frame.last(), PersistentVector.empty(), 0));
    }

    @Override
    public void dispatch(Frame frame, Rest rest) {
        Rest.Forked forked = (Rest.Forked) rest;
        PersistentVector<Child> children = forked.children();
        int finished = forked.finished();
        while (children.size() < branches.size()) {
            int index = children.size();
            if (index > 0 && !frame.turn.takeTransition()) {
                frame.interrupt(with(forked, children, finished));
                return;
            }
            Frame child = frame.child(branches.get(index), index, Optional.empty(), forked.previous());
            child.start(forked.input());
            switch (child.progress()) {
                case SUCCEEDED -> {
                    children = children.plus(new Child.Finished(child.output()));
                    finished++;
                    frame.follow(child.last());
                }
                case FAILED -> {
                    failed(frame, with(forked, children.plus(child.settle()), finished), child);
                    return;
                }
                case RESTING, RUNNING -> children = children.plus(child.settle());
            }
        }
        settle(frame, with(forked, children, finished));
    }

    @Override
    public boolean deliver(Frame frame, Rest rest, int[] path, int depth, Event event) {
        int index = path[depth];
        if (!(rest instanceof Rest.Forked forked) || index >= forked.children().size() || depth + 1 >= path.length
                || !(forked.children().get(index) instanceof Branch branch)) {
            return false;
        }
        Frame child = frame.child(branches.get(index), index, Optional.empty(), forked.previous()).wake(branch);
        if (!child.deliver(path, depth + 1, event)) {
            return false;
        }
        switch (child.progress()) {
            case SUCCEEDED -> {
                frame.follow(child.last());
                settle(frame, with(forked, forked.children().with(index, new Child.Finished(child.output())), forked.finished() + 1));
            }
            case FAILED -> failed(frame, with(forked, forked.children().with(index, child.settle()), forked.finished()), child);
            case RESTING, RUNNING -> frame.rest(with(forked, forked.children().with(index, child.settle()), forked.finished()));
        }
        return true;
    }

    private void settle(Frame frame, Rest.Forked forked) {
        if (forked.finished() < branches.size()) {
            frame.rest(forked);
            return;
        }
        frame.aside("ParallelStateSucceeded", frame.last(), JsonNodeFactory.instance::objectNode);
        frame.leave(head.flow().leave(frame.scope(), outputs(forked.children())));
    }

    /** The outputs of children, all of which have succeeded. */
    static ArrayNode outputs(PersistentVector<Child> children) {
        ArrayNode outputs = JsonNodeFactory.instance.arrayNode(children.size());
        for (Child child : children) {
            if (child instanceof Child.Finished finished) {
                outputs.add(finished.output());
            }
        }
        return outputs;
    }

    private void failed(Frame frame, Rest.Forked forked, Frame child) {
        boolean told = !child.failure().isRuntime();
        for (int i = 0; i < forked.children().size(); i++) {
            if (forked.children().get(i) instanceof Branch branch) {
                Abort.branch(frame.turn, branches.get(i), frame.path() + "." + i + ".", branch, told);
            }
        }
        frame.follow(child.last());
        Recovery.from(frame, child.failure(), told ? Optional.of("ParallelStateFailed") : Optional.empty(), Optional.of(forked));
    }

    private static Rest.Forked with(Rest.Forked forked, PersistentVector<Child> children, int finished) {
        return new Rest.Forked(forked.visit(), forked.input(), forked.previous(), children, finished);
    }
}
