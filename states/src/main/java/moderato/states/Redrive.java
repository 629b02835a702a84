package moderato.states;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import moderato.kernel.PersistentVector;

/** Takes an ended run back to where it can go on: unfinished states are entered anew, finished children stay as they are. */
final class Redrive {

    private Redrive() {
    }

    /** A branch that goes on when it is told to; the places to tell are left with the turn. */
    static Branch branch(Turn turn, StateMachine machine, String prefix, Branch branch) {
        String path = prefix + branch.step();
        Rest rest = switch (branch.rest()) {
            case Rest.Ready ready -> {
                turn.interrupted.add(path);
                yield ready;
            }
            case Rest.InState inState -> inState(turn, machine, path, inState);
        };
        long last = rest instanceof Rest.Distributing distributing ? tell(turn, branch.last(), distributing.run()) : branch.last();
        return new Branch(branch.step(), last, branch.variables(), rest);
    }

    private static long tell(Turn turn, long previous, MapRun run) {
        turn.tellLast(new StatesEvent.Other(turn.at, previous, "MapRunRedriven",
                JsonNodeFactory.instance.objectNode().put("mapRunArn", run.arn()).put("redriveCount", run.redriving().count())));
        return turn.events();
    }

    /* What was read stays read: the run goes on with the children that did not succeed, and writes its results anew. */
    private static Rest mapRun(Turn turn, String path, Visit visit, MapRun run) {
        turn.interrupted.add(path);
        return new Rest.Distributing(visit, run.redriven());
    }

    private static Rest inState(Turn turn, StateMachine machine, String path, Rest.InState rest) {
        State state = machine.state(rest.visit().state());
        return switch (rest) {
            case Rest.Failed failed when failed.at().isPresent() -> inState(turn, machine, path, failed.at().get());
            case Rest.Forked forked -> {
                PersistentVector<Child> children = forked.children();
                for (int i = 0; i < children.size(); i++) {
                    if (children.get(i) instanceof Branch child) {
                        children = children.with(i, branch(turn, ((ParallelState) state).branches().get(i), path + "." + i + ".", child));
                    }
                }
                if (children.size() < ((ParallelState) state).branches().size()) {
                    turn.interrupted.add(path);
                }
                yield new Rest.Forked(forked.visit(), forked.input(), forked.previous(), children, forked.finished());
            }
            case Rest.Iterating iterating -> {
                PersistentVector<Child> children = iterating.children();
                for (int i = 0; i < children.size(); i++) {
                    if (children.get(i) instanceof Branch child) {
                        children = children.with(i, branch(turn, ((MapState) state).processor(), path + "." + i + ".", child));
                    }
                }
                if (children.size() < iterating.items().size()) {
                    turn.interrupted.add(path);
                }
                yield new Rest.Iterating(iterating.visit(), iterating.input(), iterating.items(), iterating.concurrency(), iterating.begun(),
                        iterating.previous(), iterating.succeeded(), children, iterating.finished());
            }
            case Rest.Distributing distributing when !distributing.run().children().isEmpty() -> mapRun(turn, path, distributing.visit(), distributing.run());
            case Rest.InState other -> {
                turn.interrupted.add(path);
                yield new Rest.Ready(other.visit().state(), other.visit().input());
            }
        };
    }
}
