package moderato.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import moderato.kernel.Journal;
import moderato.kernel.StoredRun;

/** Writes changes into the tables, inside a transaction of the connection that writes. */
record ChangeWriter(Path file, Connection connection, WriteStatements statements, Tails tails) {

    /** Writes a change into the commit under way. */
    void write(Journal.Change change) throws SQLException {
        switch (change) {
            case Journal.Change.Append append -> append(append.run(), append.first(), tail(append.run()), append.events());
            case Journal.Change.Begin begin -> begin(begin);
            case Journal.Change.Update update -> update(update.run());
            case Journal.Change.Snapshot snapshot -> snapshot(snapshot);
            case Journal.Change.Text text -> {
                statements.insertText.setString(1, text.hash());
                statements.insertText.setString(2, text.text());
                statements.insertText.executeUpdate();
            }
        }
    }

    private long append(long run, int first, long before, byte[] events) throws SQLException {
        long id = tails.next(run);
        statements.insertEntry.setLong(1, id);
        statements.insertEntry.setLong(2, run);
        statements.insertEntry.setInt(3, first);
        statements.insertEntry.setLong(4, before);
        statements.insertEntry.setBytes(5, events);
        statements.insertEntry.setInt(6, JournalReader.crc(id, run, first, before, events));
        statements.insertEntry.executeUpdate();
        return id;
    }

    /** The last entry of a run, also of one that has ended and goes on again. */
    private long tail(long run) throws SQLException {
        Optional<Long> known = tails.stagedOf(run);
        if (known.isPresent()) {
            return known.get();
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT last FROM run WHERE key = ?")) {
            statement.setLong(1, run);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(1) == 0) {
                    throw Refusals.damaged(file, "the last entry of run number " + run + " is not known");
                }
                return row.getLong(1);
            }
        }
    }

    private void begin(Journal.Change.Begin begin) throws SQLException {
        StoredRun run = begin.run();
        long first = append(run.key(), 0, 0, begin.events());
        byte[] body = RunRow.body(run);
        boolean over = run.status().ended();
        statements.insertRun.setLong(1, run.key());
        statements.insertRun.setString(2, run.run().id());
        statements.insertRun.setString(3, run.run().name());
        statements.insertRun.setString(4, run.run().definitionId());
        statements.insertRun.setString(5, run.parent().map(StoredRun.Parent::run).orElse(null));
        statements.insertRun.setInt(6, run.status().ordinal());
        statements.insertRun.setObject(7, run.ended().map(Instant::toEpochMilli).orElse(null));
        statements.insertRun.setLong(8, first);
        statements.insertRun.setObject(9, over ? first : null);
        statements.insertRun.setBytes(10, body);
        statements.insertRun.setInt(11, RunRow.crc(run.key(), run.status().ordinal(), over ? first : 0, body));
        statements.insertRun.executeUpdate();
        if (over) {
            tails.remove(run.key());
        }
    }

    private void update(StoredRun run) throws SQLException {
        byte[] body = RunRow.body(run);
        boolean over = run.status().ended();
        long last = tail(run.key());
        statements.updateRun.setInt(1, run.status().ordinal());
        statements.updateRun.setObject(2, run.ended().map(Instant::toEpochMilli).orElse(null));
        statements.updateRun.setObject(3, over ? last : null);
        statements.updateRun.setBytes(4, body);
        statements.updateRun.setInt(5, RunRow.crc(run.key(), run.status().ordinal(), over ? last : 0, body));
        statements.updateRun.setLong(6, run.key());
        statements.updateRun.executeUpdate();
        if (over) {
            tails.remove(run.key());
            statements.deleteSnapshot.setLong(1, run.key());
            statements.deleteSnapshot.executeUpdate();
            statements.deleteTail.setLong(1, run.key());
            statements.deleteTail.executeUpdate();
        } else {
            tails.set(run.key(), last);
            statements.replaceTail.setLong(1, run.key());
            statements.replaceTail.setLong(2, last);
            statements.replaceTail.executeUpdate();
        }
    }

    private void snapshot(Journal.Change.Snapshot snapshot) throws SQLException {
        long entry = tail(snapshot.run());
        statements.replaceSnapshot.setLong(1, snapshot.run());
        statements.replaceSnapshot.setInt(2, snapshot.events());
        statements.replaceSnapshot.setLong(3, entry);
        statements.replaceSnapshot.setBytes(4, snapshot.state());
        statements.replaceSnapshot.setInt(5, RunRow.crc(snapshot.run(), snapshot.events(), entry, snapshot.state()));
        statements.replaceSnapshot.executeUpdate();
    }
}
