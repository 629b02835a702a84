/**
 * Media files: probe, decode, frames and audio, with FFmpeg in a child process.
 *
 * <p>Untrusted bytes are decoded in the child only. Depends on no other module.
 */
@NullMarked
package moderato.media;

import org.jspecify.annotations.NullMarked;
