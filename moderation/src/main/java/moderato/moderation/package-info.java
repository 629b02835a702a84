/**
 * From evidence to a decision: aggregation, policy, package and report.
 *
 * <p>May use {@code analysis}, {@code jobs}, {@code registry}, {@code pipelines} and {@code states}.
 */
@NullMarked
package moderato.moderation;

import org.jspecify.annotations.NullMarked;
