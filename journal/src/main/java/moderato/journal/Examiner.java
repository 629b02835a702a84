package moderato.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moderato.kernel.EngineException;
import moderato.kernel.Journal;

/** Reads everything that a journal keeps, and tells what is damaged and what is intact. */
final class Examiner {

    private static final int MOST_SENTENCES = 100;

    /** What was found of a run's chain of entries, in their order. */
    private static final class Chain {
        private long last;
        private int good;
        private int all;
    }

    private final JournalReader reader;
    private final List<String> damage = new ArrayList<>();
    private long entries;

    Examiner(JournalReader reader) {
        this.reader = reader;
    }

    Journal.Examination examine() {
        long runs = 0;
        try {
            structure();
            Map<Long, Chain> chains = chains();
            runs = runs(chains);
        } catch (SQLException | EngineException e) {
            damage.add("the rest cannot be read: " + e.getMessage());
        }
        return new Journal.Examination(runs, entries, damage.subList(0, Math.min(damage.size(), MOST_SENTENCES)));
    }

    private void structure() throws SQLException {
        try (Statement statement = reader.connection().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check(20)")) {
            while (row.next()) {
                if (!"ok".equals(row.getString(1))) {
                    damage.add(row.getString(1));
                }
            }
        }
    }

    private Map<Long, Chain> chains() throws SQLException {
        Map<Long, Chain> chains = new HashMap<>();
        try (Statement statement = reader.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT id, run, first, before, body, crc FROM entry ORDER BY id")) {
            while (row.next()) {
                entries++;
                Chain chain = chains.computeIfAbsent(row.getLong(2), run -> new Chain());
                chain.all++;
                try {
                    JournalReader.EntryRow entry = reader.entry(row);
                    if (chain.good == chain.all - 1 && entry.before() == chain.last) {
                        chain.good++;
                        chain.last = entry.id();
                    }
                } catch (EngineException e) {
                    damage.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return chains;
    }

    private long runs(Map<Long, Chain> chains) throws SQLException {
        long runs = 0;
        try (Statement statement = reader.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT key, id, status, last, body, crc FROM run ORDER BY key")) {
            while (row.next()) {
                runs++;
                Chain chain = chains.remove(row.getLong(1));
                if (RunRow.crc(row.getLong(1), row.getLong(3), row.getLong(4), row.getBytes(5)) != row.getInt(6)) {
                    damage.add("the row of run " + row.getString(2) + " is not as it was written; its events are "
                            + (chain != null && chain.good == chain.all ? "intact" : "not all intact either"));
                }
                if (chain == null) {
                    damage.add("the events of run " + row.getString(2) + " are missing");
                } else if (chain.good < chain.all || row.getLong(4) != 0 && row.getLong(4) != chain.last) {
                    damage.add("of run " + row.getString(2) + ", the first " + chain.good + " of " + chain.all
                            + " commits of events are intact");
                }
            }
        }
        chains.keySet().forEach(run -> damage.add("there are events of run number " + run + ", but the run is missing"));
        return runs;
    }
}
