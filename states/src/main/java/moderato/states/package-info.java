/**
 * Amazon States Language: parsing, validation and the program that interprets it.
 *
 * <p>May use {@code kernel} and nothing else; it does not know pipelines, jobs or videos.
 */
@NullMarked
package moderato.states;

import org.jspecify.annotations.NullMarked;
