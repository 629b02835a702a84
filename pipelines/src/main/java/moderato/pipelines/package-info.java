/**
 * SageMaker pipeline definitions: parsing, validation and the program that interprets them.
 *
 * <p>May use {@code kernel} and nothing else; it does not know state machines, jobs or videos.
 */
@NullMarked
package moderato.pipelines;

import org.jspecify.annotations.NullMarked;
