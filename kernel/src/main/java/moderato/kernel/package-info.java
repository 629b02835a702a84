/**
 * Programs, events and commands, and the engines that drive them.
 *
 * <p>A program is a pure function of a run's state and an event. Nothing in here knows a language, a job or a video,
 * and nothing in here may depend on another module.
 */
@NullMarked
package moderato.kernel;

import org.jspecify.annotations.NullMarked;
