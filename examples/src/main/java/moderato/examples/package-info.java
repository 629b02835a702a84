/**
 * Images of the examples: a classifier that is prepared, trained and evaluated by jobs.
 *
 * <p>They know the container contract and nothing else of this program: this package depends on {@code jobs} only, and nothing depends on it.
 */
@NullMarked
package moderato.examples;

import org.jspecify.annotations.NullMarked;
