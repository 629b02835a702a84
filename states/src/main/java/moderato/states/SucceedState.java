package moderato.states;

/** A Succeed: ends its branch well. */
record SucceedState(StateHead head) implements State {

    static SucceedState read(StateHead head) {
        return new SucceedState(head);
    }

    @Override
    public void begin(Frame frame) {
        frame.leave(head.flow().pass(frame.scope()), StateHead.END);
    }
}
