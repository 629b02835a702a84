/**
 * The kernel's journal on SQLite.
 *
 * <p>Keeps the events of every run and the commands that are not yet done, and gives them back after a crash.
 * May use {@code kernel} and nothing else.
 */
@NullMarked
package moderato.journal;

import org.jspecify.annotations.NullMarked;
