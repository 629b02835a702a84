/**
 * SageMaker's container contract and the executors that honour it.
 *
 * <p>Processing, training, tuning and transform jobs, with or without containers. May use {@code kernel} and {@code objects}.
 */
@NullMarked
package moderato.jobs;

import org.jspecify.annotations.NullMarked;
