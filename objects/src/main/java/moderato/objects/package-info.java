/**
 * The object store: files addressed {@code s3://bucket/key}, kept in a folder.
 *
 * <p>Depends on no other module.
 */
@NullMarked
package moderato.objects;

import org.jspecify.annotations.NullMarked;
