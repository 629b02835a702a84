package moderato.jobs;

/**
 * How one host of a job ended.
 *
 * @param exitCode the program's exit code
 * @param why whether it ended by itself
 */
record Ending(int exitCode, Why why) {

    /** What ended it. */
    enum Why {
        /** It ended by itself. */
        BY_ITSELF,
        /** It was stopped because nobody wants its outcome any more. */
        STOPPED,
        /** It ran for longer than the request allows. */
        TOO_LONG,
        /** It filled its disk. */
        TOO_LARGE
    }
}
