package moderato.states;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import moderato.kernel.Command;

/** Ends branches from outside: takes back what they asked for, and tells the history which states were cut short. */
final class Abort {

    private Abort() {
    }

    /**
     * Ends a branch.
     *
     * @param prefix the path of the branch, with its final dot
     * @param told whether the history is to tell which states were cut short
     */
    static void branch(Turn turn, StateMachine machine, String prefix, Branch branch, boolean told) {
        String path = prefix + branch.step();
        turn.interrupted.remove(path);
        if (!(branch.rest() instanceof Rest.InState inState)) {
            return;
        }
        State state = machine.state(inState.visit().state());
        switch (inState) {
            case Rest.Waiting ignored -> turn.ask(new Command.CancelTimer(path));
            case Rest.Delayed ignored -> turn.ask(new Command.CancelTimer(path));
            case Rest.Working ignored -> turn.ask(new Command.CancelTask(path));
            case Rest.Forked forked -> forked(turn, (ParallelState) state, path, forked, told);
            case Rest.Iterating iterating -> iterating(turn, (MapState) state, path, iterating, told);
            case Rest.Distributing distributing -> mapRun(turn, path, distributing.run());
            case Rest.Failed ignored -> {
            }
        }
        if (told) {
            tell(turn, state.head().kind().aborted(), branch.last());
        }
    }

    private static void forked(Turn turn, ParallelState state, String path, Rest.Forked forked, boolean told) {
        for (int i = 0; i < forked.children().size(); i++) {
            if (forked.children().get(i) instanceof Branch child) {
                branch(turn, state.branches().get(i), path + "." + i + ".", child, told);
            }
        }
    }

    private static void iterating(Turn turn, MapState state, String path, Rest.Iterating iterating, boolean told) {
        for (int i = 0; i < iterating.children().size(); i++) {
            if (iterating.children().get(i) instanceof Branch child) {
                iteration(turn, state, path, i, child, told);
            }
        }
    }

    /** Ends an iteration of a Map. */
    static void iteration(Turn turn, MapState state, String path, int index, Branch child, boolean told) {
        branch(turn, state.processor(), path + "." + index + ".", child, told);
        if (told && turn.isWatched()) {
            turn.tell(new StatesEvent.Iteration(turn.at, child.last(), "MapIterationAborted", state.head().name(), index));
        } else if (told) {
            turn.count();
        }
    }

    /** Stops the child runs of a distributed Map, and what it reads or writes. */
    static void mapRun(Turn turn, String path, MapRun run) {
        if (run.exchanges().isBusy()) {
            turn.ask(new Command.CancelTask(MapRuns.exchange(path, run)));
        }
        for (int i = 0; i < run.children().size(); i++) {
            if (run.children().get(i) instanceof Child.Remote remote) {
                turn.ask(new Command.StopChild(MapRuns.path(path, i, remote.redrives())));
            }
        }
    }

    private static void tell(Turn turn, Optional<String> type, long previous) {
        if (type.isEmpty()) {
            return;
        }
        if (turn.isWatched()) {
            turn.tell(new StatesEvent.Other(turn.at, previous, type.get(), JsonNodeFactory.instance.objectNode()));
        } else {
            turn.count();
        }
    }

}
