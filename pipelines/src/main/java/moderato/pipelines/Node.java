package moderato.pipelines;

/**
 * A step of an execution: one of the definition, or a child of a loop.
 *
 * @param number its own number
 * @param template the number of the step in the definition
 * @param loop the number of the loop whose child it is; -1 when it is none
 * @param item which of the loop's items it is for, from 0
 */
record Node(int number, int template, Step step, int loop, int item) {

    boolean child() {
        return loop >= 0;
    }

    /** Its name, as the service lists it. */
    String name() {
        return child() ? step.name() + "-" + item : step.name();
    }
}
