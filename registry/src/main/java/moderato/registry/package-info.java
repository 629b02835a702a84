/**
 * Model packages, experiments and lineage, in a database file of their own.
 *
 * <p>May use {@code kernel} and {@code objects}.
 */
@NullMarked
package moderato.registry;

import org.jspecify.annotations.NullMarked;
