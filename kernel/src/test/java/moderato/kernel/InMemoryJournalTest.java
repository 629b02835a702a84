package moderato.kernel;

class InMemoryJournalTest extends JournalContract {

    @Override
    protected Journal create() {
        return new InMemoryJournal();
    }

    @Override
    protected Journal reopen(Journal journal) {
        journal.close();
        return journal;
    }
}
