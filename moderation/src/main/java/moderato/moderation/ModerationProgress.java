package moderato.moderation;

/** Is told how a moderation goes on; may be called from several threads. */
public interface ModerationProgress {

    /**
     * A step got somewhere.
     *
     * @param step its name
     * @param share how much of it is done, 0 to 1
     */
    void at(String step, double share);

    /** The video was read: how long it is, in seconds. */
    void length(double seconds);
}
