package moderato.kernel;

import java.util.Optional;

/** The part of a {@link TaskContext} that the command tells which asked for the task. */
interface CommandContext extends TaskContext {

    /** The command that asked for it. */
    Command.StartTask task();

    @Override
    default String path() {
        return task().path();
    }

    @Override
    default String resource() {
        return task().resource();
    }

    @Override
    default int mostBytes() {
        return task().mostBytes();
    }

    @Override
    default Optional<String> token() {
        return task().token();
    }
}
