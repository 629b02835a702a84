/**
 * Built-in images that look at and listen to a video.
 *
 * <p>Each is written against the job contract, not against the program: folders in, folders out, an exit code.
 * May use {@code jobs} (the contract only), {@code media} and {@code models}.
 */
@NullMarked
package moderato.analysis;

import org.jspecify.annotations.NullMarked;
