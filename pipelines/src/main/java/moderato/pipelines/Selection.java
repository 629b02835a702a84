package moderato.pipelines;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import moderato.kernel.NearestName;

/** Selective execution: which steps run, which are taken from a reference execution, and which do neither. */
final class Selection {

    private Selection() {
    }

    /** The steps that selected ones need and that are not selected, by name; they come from the reference. */
    static Set<String> needed(Plan plan, Set<String> selected) {
        Set<String> needed = new TreeSet<>();
        selected.forEach(name -> needed.addAll(reach(plan, name, true)));
        needed.removeAll(selected);
        return needed;
    }

    static List<String> problems(Plan plan, Set<String> selected, Optional<String> reference) {
        List<String> problems = new ArrayList<>();
        if (selected.size() > 50) {
            problems.add("SelectedSteps has " + selected.size() + " steps; it may have 1 to 50.");
        }
        Set<String> names = plan.definition().steps().keySet();
        for (String name : selected) {
            if (!names.contains(name)) {
                problems.add("SelectedSteps names " + name + ", which is no step of the pipeline" + NearestName.suggestion(name, names));
            } else if (plan.inBody(plan.number(name))) {
                problems.add("SelectedSteps names " + name + ", which stands in the body of a ForEach; select the ForEach itself.");
            }
        }
        if (!problems.isEmpty()) {
            return problems;
        }
        Set<String> before = new TreeSet<>();
        Set<String> after = new TreeSet<>();
        selected.forEach(name -> {
            before.addAll(reach(plan, name, true));
            after.addAll(reach(plan, name, false));
        });
        before.retainAll(after);
        before.removeAll(selected);
        if (!before.isEmpty()) {
            problems.add("The selected steps must be connected: " + String.join(", ", before) + " lie between them.");
        }
        Set<String> needed = needed(plan, selected);
        if (!needed.isEmpty() && reference.isEmpty()) {
            problems.add("Invalid SourcePipelineExecutionArn: null. The selected steps " + selected + " have dependencies on " + needed + ".");
        }
        return problems;
    }

    private static Set<String> reach(Plan plan, String start, boolean upwards) {
        Set<String> reached = new TreeSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(plan.number(start)));
        while (!open.isEmpty()) {
            int number = open.remove();
            List<Integer> next = upwards ? plan.waits(number).stream().map(Plan.Wait::from).toList() : plan.followers(number);
            for (int one : next) {
                if (reached.add(plan.step(one).name())) {
                    open.add(one);
                }
            }
        }
        // The children of a selected loop belong to it.
        reached.removeIf(name -> plan.inBody(plan.number(name)));
        return reached;
    }
}
