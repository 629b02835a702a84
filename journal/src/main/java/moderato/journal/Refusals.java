package moderato.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import moderato.kernel.EngineException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite refuses, in the words of the engine. */
final class Refusals {

    private Refusals() {
    }

    static EngineException of(Path file, SQLException e) {
        if (e instanceof SQLiteException sqlite) {
            SQLiteErrorCode code = sqlite.getResultCode();
            int primary = code.code & 0xFF;
            if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
                return new EngineException(EngineException.Kind.JOURNAL_FULL, "there is no space left for " + file
                        + "; free some, and the runs go on by themselves", e);
            }
            if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
                return damaged(file, String.valueOf(e.getMessage()), e);
            }
        }
        return new EngineException(EngineException.Kind.JOURNAL_FAILED, file + " cannot be read or written: " + e.getMessage(), e);
    }

    static EngineException damaged(Path file, String what) {
        return new EngineException(EngineException.Kind.DAMAGED, file + " is damaged: " + what);
    }

    private static EngineException damaged(Path file, String what, SQLException e) {
        return new EngineException(EngineException.Kind.DAMAGED, file + " is damaged: " + what
                + ". Nothing was changed; 'moderato doctor' tells what is intact", e);
    }
}
