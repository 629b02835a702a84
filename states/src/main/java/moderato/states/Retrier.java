package moderato.states;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An entry of Retry.
 *
 * @param errors the names of the errors that it is for
 * @param interval seconds before the first retry
 * @param maxAttempts how often it retries
 * @param backoffRate by how much each interval is longer than the one before
 * @param maxDelay the longest interval, in seconds
 * @param jitter whether the interval is drawn between nothing and its length
 */
record Retrier(List<String> errors, long interval, int maxAttempts, double backoffRate, Optional<Long> maxDelay, boolean jitter) {

    Retrier {
        errors = List.copyOf(errors);
    }

    boolean isFor(Failure failure) {
        for (String name : errors) {
            if (failure.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** The backoff before a retry without jitter, in seconds: interval * rate^retries, at most the longest delay. */
    double backoff(int retriesSoFar) {
        double seconds = interval * Math.pow(backoffRate, retriesSoFar);
        return Math.min(seconds, maxDelay.map(Long::doubleValue).orElse((double) Integer.MAX_VALUE));
    }

    Duration delay(int retriesSoFar, RandomGenerator random) {
        double seconds = backoff(retriesSoFar);
        return Duration.ofMillis(Math.round((jitter ? random.nextDouble() * seconds : seconds) * 1000));
    }
}
