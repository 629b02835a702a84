package moderato.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Removes runs that ended long ago, with their entries. */
final class Forgetting {

    private final Connection connection;

    Forgetting(Connection connection) {
        this.connection = connection;
    }

    int forget(Instant endedBefore, int limit) throws SQLException {
        List<long[]> old = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT key, last FROM run WHERE ended < ? ORDER BY ended LIMIT ?")) {
            statement.setLong(1, endedBefore.toEpochMilli());
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    old.add(new long[] {row.getLong(1), row.getLong(2)});
                }
            }
        }
        try (PreparedStatement before = connection.prepareStatement("SELECT before FROM entry WHERE id = ? AND run = ?");
                PreparedStatement entry = connection.prepareStatement("DELETE FROM entry WHERE id = ?");
                PreparedStatement run = connection.prepareStatement("DELETE FROM run WHERE key = ?")) {
            for (long[] each : old) {
                long at = each[1];
                while (at > 0) {
                    before.setLong(1, at);
                    before.setLong(2, each[0]);
                    long next;
                    try (ResultSet row = before.executeQuery()) {
                        next = row.next() ? row.getLong(1) : 0;
                    }
                    entry.setLong(1, at);
                    entry.executeUpdate();
                    at = next < at ? next : 0;
                }
                run.setLong(1, each[0]);
                run.executeUpdate();
            }
        }
        return old.size();
    }
}
