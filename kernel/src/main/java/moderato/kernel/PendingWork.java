package moderato.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one run that are not yet done.
 *
 * <p>It is a fold of the run's events and the commands that they caused, so it is the same after a restart as it was before.
 */
final class PendingWork {

    /**
     * A task, timer or child that the run waits for.
     *
     * @param command what was asked for
     * @param since when it was asked for
     * @param seed the seed of the event that caused it
     * @param submitted whether the work was handed over, so that only its outcome is missing
     */
    record Item(Command command, Instant since, long seed, boolean submitted) {
    }

    /** What a step of the fold took away and added, for whoever acts on it. */
    record Change(List<Item> gone, List<Item> added, boolean proceeds, Optional<Outcome> end) {
    }

    /* No path of a program has this in it. */
    private static final String STOP = " stop";

    private final Map<String, Item> items = new LinkedHashMap<>();
    private boolean proceeds;

    /** Folds an event that the program took, and the commands that it caused. */
    Change fold(Event event, List<Command> commands) {
        List<Item> gone = new ArrayList<>(1);
        List<Item> added = new ArrayList<>(commands.size());
        conclude(event, gone);
        Outcome end = null;
        for (Command command : commands) {
            switch (command) {
                case Command.StartTask task -> add(task.path(), command, event, added);
                case Command.StartTimer timer -> add(timer.path(), command, event, added);
                case Command.StartChild child -> add(child.path(), command, event, added);
                case Command.CancelTask task -> cancel(task.path(), gone, added);
                case Command.StopTask stop -> {
                    if (items.containsKey(stop.path())) {
                        add(path(stop), command, event, added);
                    }
                }
                case Command.CancelTimer timer -> cancel(timer.path(), gone, added);
                case Command.StopChild child -> cancel(child.path(), gone, added);
                case Command.Proceed proceed -> proceeds = true;
                case Command.End over -> end = over.outcome();
            }
        }
        if (end != null) {
            gone.addAll(items.values());
            added.clear();
            items.clear();
            proceeds = false;
        }
        return new Change(gone, added, proceeds, Optional.ofNullable(end));
    }

    private void conclude(Event event, List<Item> gone) {
        switch (event) {
            case Event.TaskSubmitted submitted -> items.computeIfPresent(submitted.path(),
                    (path, item) -> new Item(item.command(), item.since(), item.seed(), true));
            case Event.TaskEnded ended -> remove(ended.path(), gone);
            case Event.HeartbeatMissed missed -> remove(missed.path(), gone);
            case Event.TimerFired fired -> remove(fired.path(), gone);
            case Event.ChildEnded ended -> remove(ended.path(), gone);
            case Event.TokenAnswered answered -> remove(answered.path(), gone);
            case Event.Proceeded proceeded -> proceeds = false;
            case Event.Started started -> {
            }
            case Event.StopAsked stop -> {
            }
            case Event.Redriven redriven -> {
            }
        }
    }

    private void remove(String path, List<Item> gone) {
        Item item = items.remove(path);
        if (item != null) {
            gone.add(item);
            items.remove(path + STOP);
        }
    }

    private void cancel(String path, List<Item> gone, List<Item> added) {
        Item item = items.remove(path);
        items.remove(path + STOP);
        if (item != null && !added.remove(item)) {
            gone.add(item);
        }
    }

    private void add(String path, Command command, Event cause, List<Item> added) {
        Item item = new Item(command, cause.at(), cause.seed(), false);
        items.put(path, item);
        added.add(item);
    }

    /** Puts back what a snapshot says was pending. */
    void restore(Item item) {
        items.put(path(item.command()), item);
    }

    void restoreProceed() {
        proceeds = true;
    }

    /** What is pending at a place; null when nothing is. */
    @Nullable
    Item at(String path) {
        return items.get(path);
    }

    /** Everything that is pending, oldest first. */
    Collection<Item> items() {
        return items.values();
    }

    /** Whether the run asked to proceed. */
    boolean proceeds() {
        return proceeds;
    }

    static String path(Command command) {
        return switch (command) {
            case Command.StartTask task -> task.path();
            case Command.StartTimer timer -> timer.path();
            case Command.StartChild child -> child.path();
            case Command.CancelTask task -> task.path();
            case Command.StopTask task -> task.path() + STOP;
            case Command.CancelTimer timer -> timer.path();
            case Command.StopChild child -> child.path();
            case Command.Proceed proceed -> "";
            case Command.End end -> "";
        };
    }
}
