package moderato.jobs;

/** Is told what jobs say while they run; may be called from several threads. */
@FunctionalInterface
public interface JobListener {

    /**
     * A job's log has one more line.
     *
     * @param job the job's name
     */
    void line(String job, String line);
}
