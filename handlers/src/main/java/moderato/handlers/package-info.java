/**
 * Task handlers that are no jobs: functions, HTTP, local topics and queues, objects.
 *
 * <p>May use {@code kernel} and {@code objects}.
 */
@NullMarked
package moderato.handlers;

import org.jspecify.annotations.NullMarked;
