package moderato.kernel;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mail of a run, and whether a thread has the run in hand: one has from the first mail on, until it finds no more. */
final class Mailbox {

    private final ArrayDeque<Mail> mail = new ArrayDeque<>(2);
    private boolean inHand;
    private boolean closed;

    /** Puts something in; true when the caller has the run in hand now. What comes after the end is answered as dropped. */
    boolean put(Mail piece) {
        synchronized (this) {
            if (!closed) {
                mail.add(piece);
                boolean idle = !inHand;
                inHand = true;
                return idle;
            }
        }
        drop(piece);
        return false;
    }

    /** Takes something out. */
    synchronized @Nullable Mail next() {
        return mail.poll();
    }

    /** Lets go of the run when there is no more mail. */
    synchronized boolean letGo() {
        if (!mail.isEmpty() && !closed) {
            return false;
        }
        inHand = false;
        return true;
    }

    /** Takes no more mail, and answers what is left as dropped. */
    void close() {
        List<Mail> unread;
        synchronized (this) {
            closed = true;
            unread = List.copyOf(mail);
            mail.clear();
        }
        unread.forEach(Mailbox::drop);
    }

    private static void drop(Mail piece) {
        if (piece instanceof Mail.Happened happened) {
            happened.taken().ifPresent(taken -> taken.complete(false));
        }
    }
}
