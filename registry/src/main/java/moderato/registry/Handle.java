package moderato.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a transaction on the registry's file is done with. */
record Handle(Connection connection) {

    /** Reads a value from the row that a result stands at. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Does a statement; the answer is how many rows it changed. */
    int execute(String sql, @Nullable Object... values) {
        return with(sql, values, PreparedStatement::executeUpdate);
    }

    /** Does a statement for each row of values. */
    void executeAll(String sql, List<List<Object>> rows) {
        with(sql, new Object[0], statement -> {
            for (List<Object> values : rows) {
                bind(statement, values.toArray());
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** What a query finds. */
    <T> List<T> list(Reader<T> reader, String sql, @Nullable Object... values) {
        return with(sql, values, statement -> {
            List<T> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reader.read(row));
                }
            }
            return found;
        });
    }

    /** The first thing that a query finds. */
    <T> Optional<T> first(Reader<T> reader, String sql, @Nullable Object... values) {
        return list(reader, sql, values).stream().findFirst();
    }

    /** The first column of a row, which is a text. */
    static String text(ResultSet row) throws SQLException {
        return row.getString(1);
    }

    /** Does something in a transaction, which is undone when that fails. */
    static <T> T transaction(Connection connection, Function<Handle, T> work) throws SQLException {
        // Begins here: a connection that is left without automatic commits begins the next transaction at once, and keeps all others from writing.
        connection.setAutoCommit(false);
        try {
            T answer = work.apply(new Handle(connection));
            connection.setAutoCommit(true);
            return answer;
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, e);
            throw e;
        }
    }

    private static void undo(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, @Nullable Object[] values, Work<T> work) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return work.on(statement);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("the registry cannot be read or written: " + e.getMessage(), e));
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
