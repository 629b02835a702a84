package moderato.pipelines;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a failed step is tried again.
 *
 * @param exceptionTypes which failures it is for
 * @param interval how long to wait before the first retry
 * @param backoffRate how many times longer each further wait is
 * @param maxAttempts how many retries at most; none: no limit but the expiry
 * @param expireAfter until how long after the step's start; none: no limit
 */
record RetryPolicy(List<String> exceptionTypes, Duration interval, double backoffRate, Optional<Integer> maxAttempts,
        Optional<Duration> expireAfter) {

    static final List<String> STEP_EXCEPTIONS = List.of("Step.SERVICE_FAULT", "Step.THROTTLING");
    static final List<String> EXCEPTIONS = List.of("Step.SERVICE_FAULT", "Step.THROTTLING", "SageMaker.JOB_INTERNAL_ERROR",
            "SageMaker.CAPACITY_ERROR", "SageMaker.RESOURCE_LIMIT", "Emr.RESOURCE_LIMIT");

    /** What every step has without saying so. */
    static final RetryPolicy DEFAULT = new RetryPolicy(STEP_EXCEPTIONS, Duration.ofSeconds(1), 2.0, Optional.of(5), Optional.empty());

    /** What services call the same things. */
    private static final Map<String, String> SYNONYMS = Map.of(
            "InternalServerError", "SageMaker.JOB_INTERNAL_ERROR",
            "CapacityError", "SageMaker.CAPACITY_ERROR",
            "ResourceLimitExceeded", "SageMaker.RESOURCE_LIMIT",
            "ThrottlingException", "Step.THROTTLING",
            "ServiceUnavailable", "Step.SERVICE_FAULT");

    RetryPolicy {
        exceptionTypes = List.copyOf(exceptionTypes);
    }

    /** The exception type that an error's name stands for. */
    static String exceptionType(String error) {
        return SYNONYMS.getOrDefault(error, error);
    }

    boolean matches(String error) {
        return exceptionTypes.contains(exceptionType(error));
    }

    /**
     * When to try again.
     *
     * @param retries how many retries there have been
     * @param began when the step began, with its first attempt
     * @return nothing when the policy gives up
     */
    Optional<Instant> next(int retries, Instant began, Instant now) {
        if (maxAttempts.isPresent() && retries >= maxAttempts.get()) {
            return Optional.empty();
        }
        double millis = Math.min(interval.toMillis() * Math.pow(backoffRate, retries), Duration.ofDays(28).toMillis());
        Instant due = now.plusMillis((long) millis);
        if (expireAfter.isPresent() && due.isAfter(began.plus(expireAfter.get()))) {
            return Optional.empty();
        }
        return Optional.of(due);
    }
}
