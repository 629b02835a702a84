package moderato.journal;

import java.sql.SQLException;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import moderato.kernel.Journal;

/**
 * The entries of a run in their order. Of a run with many of them, or large ones, only the first are held; the others are read once more when
 * they are asked for, so that a run as large as the journal can be repeated in little memory.
 */
final class EntryChain extends AbstractList<Journal.Entry> {

    /* Entries are found from the last one backwards: the first are the last that are seen. */
    private static final long HELD_BYTES = 4 << 20;

    private final List<Journal.Entry> held;
    private final long[] others;
    private final LongFunction<JournalReader.EntryRow> again;

    private EntryChain(List<Journal.Entry> held, long[] others, LongFunction<JournalReader.EntryRow> again) {
        this.held = held;
        this.others = others;
        this.again = again;
    }

    /**
     * The entries that follow one, 0 for all, up to another.
     *
     * @param again reads an entry by its id
     */
    static EntryChain read(JournalReader reader, long run, long after, long last, LongFunction<JournalReader.EntryRow> again) throws SQLException {
        Deque<JournalReader.EntryRow> held = new ArrayDeque<>();
        List<Long> others = new ArrayList<>();
        long bytes = 0;
        long at = last;
        while (at != after) {
            JournalReader.EntryRow entry = reader.entry(at, run);
            if (entry.before() >= at || entry.before() < after) {
                throw reader.damaged("entry " + at + " of run number " + run + " does not follow what the journal says");
            }
            held.addFirst(entry);
            bytes += entry.body().length;
            while (bytes > HELD_BYTES && held.size() > 1) {
                JournalReader.EntryRow later = held.removeLast();
                others.add(later.id());
                bytes -= later.body().length;
            }
            at = entry.before();
        }
        Collections.reverse(others);
        return new EntryChain(held.stream().map(EntryChain::entry).toList(), others.stream().mapToLong(Long::longValue).toArray(), again);
    }

    private static Journal.Entry entry(JournalReader.EntryRow row) {
        return new Journal.Entry(row.first(), row.body());
    }

    @Override
    public Journal.Entry get(int index) {
        return index < held.size() ? held.get(index) : entry(again.apply(others[index - held.size()]));
    }

    @Override
    public int size() {
        return held.size() + others.length;
    }
}
