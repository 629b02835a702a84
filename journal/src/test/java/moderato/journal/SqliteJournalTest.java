package moderato.journal;

import java.nio.file.Path;
import moderato.kernel.Journal;
import moderato.kernel.JournalContract;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {

    @TempDir
    private Path folder;

    @Override
    protected Journal create() {
        return SqliteJournal.open(folder.resolve("journal.db"));
    }

    @Override
    protected Journal reopen(Journal journal) {
        journal.close();
        return create();
    }
}
