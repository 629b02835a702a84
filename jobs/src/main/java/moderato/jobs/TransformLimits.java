package moderato.jobs;

import java.util.Optional;

/**
 * How the invocations of a batch transform are cut and counted.
 *
 * @param concurrent how many invocations at a time, on each host
 * @param singleRecord whether an invocation holds one record only
 * @param payloadBytes how large an invocation's body may be; {@link Integer#MAX_VALUE} when it is sent in chunks
 */
record TransformLimits(int concurrent, boolean singleRecord, int payloadBytes) {

    private static final int DEFAULT_PAYLOAD = 6;
    private static final int MOST_MEBIBYTES = 100;

    /**
     * The limits that a request and its image lead to.
     *
     * @throws JobFailure when together they are more than the service allows
     */
    static TransformLimits of(ExecutionParameters parameters) throws JobFailure {
        int concurrent = parameters.maxConcurrentTransforms().orElse(1);
        int payload = parameters.maxPayloadInMb().orElse(DEFAULT_PAYLOAD);
        if (payload < 0 || payload > MOST_MEBIBYTES) {
            throw JobFailure.client("MaxPayloadInMB is " + payload + "; it is 0 to " + MOST_MEBIBYTES);
        }
        if ((long) concurrent * payload > MOST_MEBIBYTES) {
            throw JobFailure.client("MaxConcurrentTransforms (" + concurrent + ") times MaxPayloadInMB (" + payload + ") is more than " + MOST_MEBIBYTES + " MB; lower one of them");
        }
        boolean single = parameters.strategy().equals(Optional.of(ExecutionParameters.BatchStrategy.SINGLE_RECORD));
        return new TransformLimits(Math.max(1, concurrent), single, payload == 0 ? Integer.MAX_VALUE : payload << 20);
    }
}
