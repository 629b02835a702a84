/**
 * Models: the manifest, the verified store and ONNX sessions.
 *
 * <p>Depends on no other module.
 */
@NullMarked
package moderato.models;

import org.jspecify.annotations.NullMarked;
