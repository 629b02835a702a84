/**
 * Measurements: of the engines, the languages and whole processes.
 *
 * <p>May use everything; nothing uses it.
 */
@NullMarked
package moderato.bench;

import org.jspecify.annotations.NullMarked;
