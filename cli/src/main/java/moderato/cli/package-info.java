/**
 * The command line, and the wiring of every module into one program.
 *
 * <p>May use everything; nothing may use it.
 */
@NullMarked
package moderato.cli;

import org.jspecify.annotations.NullMarked;
