package moderato.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import moderato.jobs.JobConfiguration;

/**
 * Looks at the frames of a step and, where its selection says so, searches for the moments at which things begin and end.
 *
 * <p>The search goes in rounds: between two neighbouring frames whose results differ, the candidate half way is looked at next, until no
 * candidate is left between them; but where the later one follows a cut, the last one before it, for there the change most likely is. A change among n
 * candidates so costs one look at a cut, else log2(n). A round's frames are known before it starts, so the result does not depend on the number of threads.
 */
final class FrameSearch {

    private FrameSearch() {}

    /**
     * Looks at frames.
     *
     * @param turn whose turn each look is
     * @param first the frames looked at to begin with
     * @param sameAs frames of these that need no look, each with the one of them whose result is theirs
     * @param job asked whether to stop; its log is told how far the step is: {@code progress 12/34}, in frames
     * @param differ whether something began or ended between two results
     * @return the results in the order of the frames; the key is a frame's place among those with a picture
     */
    static <O> SortedMap<Integer, O> look(
            Turn turn,
            FrameStep step,
            List<VideoFrame> first,
            Map<String, String> sameAs,
            JobConfiguration job,
            FrameWork.Look<VideoFrame, O> look,
            BiPredicate<O, O> differ)
            throws IOException, InterruptedException {
        List<VideoFrame> frames = step.frames().stream().filter(frame -> frame.duplicateOf().isEmpty()).toList();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < frames.size(); i++) {
            places.put(frames.get(i).frame(), i);
        }
        TreeMap<Integer, O> results = new TreeMap<>();
        List<VideoFrame> round = first.stream().filter(frame -> !sameAs.containsKey(frame.frame())).toList();
        while (!round.isEmpty()) {
            int known = results.size();
            int total = known + round.size();
            List<O> looked = FrameWork.map(
                    turn,
                    round,
                    step.threads(),
                    job.stopping(),
                    look,
                    done -> job.log().println("progress " + (known + done) + "/" + total));
            for (int i = 0; i < looked.size(); i++) {
                results.put(places.get(round.get(i).frame()), looked.get(i));
            }
            for (Map.Entry<String, String> same : sameAs.entrySet()) {
                results.put(places.get(same.getKey()), Objects.requireNonNull(results.get(places.get(same.getValue()))));
            }
            round = step.selection() == FrameSelection.SEARCH ? between(frames, results, differ) : List.of();
        }
        return results;
    }

    private static <O> List<VideoFrame> between(
            List<VideoFrame> frames, TreeMap<Integer, O> results, BiPredicate<O, O> differ) {
        List<VideoFrame> next = new ArrayList<>();
        for (Map.Entry<Integer, O> entry : results.entrySet()) {
            Map.Entry<Integer, O> after = results.higherEntry(entry.getKey());
            if (after != null && after.getKey() - entry.getKey() > 1 && differ.test(entry.getValue(), after.getValue())) {
                List<VideoFrame> places = frames.get(after.getKey()).changedAmong(frames.subList(entry.getKey() + 1, after.getKey()));
                next.add(places.get((places.size() - 1) / 2));
            }
        }
        return next;
    }
}
