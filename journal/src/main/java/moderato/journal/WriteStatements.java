package moderato.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The statements of the connection that writes, prepared once. */
final class WriteStatements implements AutoCloseable {

    // The driver's own way to begin and end transactions goes wrong when SQLite has rolled back by itself.
    final PreparedStatement begin;
    final PreparedStatement commit;
    final PreparedStatement rollback;
    final PreparedStatement insertText;
    final PreparedStatement insertRun;
    final PreparedStatement insertEntry;
    final PreparedStatement updateRun;
    final PreparedStatement replaceSnapshot;
    final PreparedStatement deleteSnapshot;
    final PreparedStatement replaceTail;
    final PreparedStatement deleteTail;
    final PreparedStatement updateMark;

    WriteStatements(Connection connection) throws SQLException {
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        rollback = connection.prepareStatement("ROLLBACK");
        insertText = connection.prepareStatement("INSERT OR IGNORE INTO text VALUES (?, ?)");
        insertRun = connection.prepareStatement("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insertEntry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)");
        updateRun = connection.prepareStatement("UPDATE run SET status = ?, ended = ?, last = ?, body = ?, crc = ? WHERE key = ?");
        replaceSnapshot = connection.prepareStatement("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?)");
        deleteSnapshot = connection.prepareStatement("DELETE FROM snapshot WHERE run = ?");
        replaceTail = connection.prepareStatement("INSERT OR REPLACE INTO tail VALUES (?, ?)");
        deleteTail = connection.prepareStatement("DELETE FROM tail WHERE run = ?");
        updateMark = connection.prepareStatement("UPDATE mark SET tails = ?, last = ?");
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement each : List.of(begin, commit, rollback, insertText, insertRun, insertEntry, updateRun,
                replaceSnapshot, deleteSnapshot, replaceTail, deleteTail, updateMark)) {
            each.close();
        }
    }
}
