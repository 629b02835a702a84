package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import moderato.kernel.Command;
import moderato.kernel.Limits;
import moderato.kernel.Outcome;
import moderato.kernel.PersistentVector;
import moderato.kernel.RunIdentity;

/** The runs of distributed Maps: reading the items, starting the children, counting those that fail, writing the results. */
final class MapRuns {

    /** The service does at most this many children of a distributed Map at a time. */
    static final int MOST_CHILDREN = 10_000;

    static final Failure TOO_MANY_FAILED = Failure.of("States.ExceedToleratedFailureThreshold",
            "The specified tolerated failure threshold was exceeded");

    private MapRuns() {
    }

    static void begin(MapState state, Distribution distribution, Frame frame, JsonNode effective, JsonNode items, int concurrency) {
        EvaluationScope scope = frame.scope().withInput(effective);
        MapRun.Limits limits = distribution.limits(concurrency, scope);
        distribution.reader().ifPresent(reader -> reader.requireNumbers(scope));
        Turn turn = frame.turn;
        String label = distribution.label().orElseGet(() -> turn.uuid().toString());
        String arn = turn.run.definitionId().replace(":stateMachine:", ":mapRun:") + "/" + label + ":" + turn.uuid();
        frame.note("MapRunStarted", () -> JsonNodeFactory.instance.objectNode().put("mapRunArn", arn));
        MapRun run = new MapRun(effective, arn, DistributedItems.of(items), 0, limits, PersistentVector.empty(), 0, 0, List.of(), Optional.empty(), MapRun.Redriving.NONE);
        if (distribution.reader().isEmpty()) {
            dispatch(state, frame, run);
            return;
        }
        ItemReader reader = distribution.reader().get();
        JsonNode first = reader.first(scope);
        ask(frame, run.withItems(run.items(), List.of(first)), reader.resource(), first);
    }

    private static void ask(Frame frame, MapRun run, String resource, JsonNode payload) {
        frame.nextStep();
        frame.rest(new Rest.Exchanging(frame.visit(), run));
        frame.turn.ask(new Command.StartTask(frame.path(), resource, payload, Optional.empty(), Optional.empty(), Optional.empty(), Limits.FILE_BYTES));
    }

    /** Takes what was read, or learns that a result is written. */
    static boolean exchanged(MapState state, Frame frame, MapRun run, Outcome outcome) {
        Distribution distribution = state.distribution().orElseThrow();
        boolean reading = run.written().isEmpty();
        if (!(outcome instanceof Outcome.Succeeded succeeded)) {
            Optional<String> cause = outcome instanceof Outcome.Failed failed ? failed.cause() : Optional.empty();
            fail(frame, run, Failure.of(Optional.of(reading ? "States.ItemReaderFailed" : "States.ResultWriterFailed"), cause));
            return true;
        }
        if (!reading) {
            write(state, distribution, frame, run, run.written().get());
            return true;
        }
        ItemReader reader = distribution.reader().orElseThrow();
        ItemReader.Read read;
        try {
            read = reader.take(frame.scope().withInput(run.input()), run.items(), run.toRead(), succeeded.output());
        } catch (ItemReader.UnreadableException e) {
            fail(frame, run, Failure.of("States.ItemReaderFailed", e.reason()));
            return true;
        }
        MapRun next = run.withItems(read.items(), read.toRead());
        if (next.toRead().isEmpty()) {
            dispatch(state, frame, next);
        } else {
            ask(frame, next, reader.resource(next.toRead().getFirst()), next.toRead().getFirst());
        }
        return true;
    }

    /** Starts children as long as there are some to begin again or items, and room and transitions left. */
    static void dispatch(MapState state, Frame frame, MapRun before) {
        Distribution distribution = state.distribution().orElseThrow();
        MapRun run = before;
        while (run.underWay() < run.limits().concurrency() && (run.redriving().left() > 0 || run.taken() < run.items().size())) {
            if (!frame.turn.takeTransition()) {
                frame.interrupt(new Rest.Distributing(frame.visit(), run));
                return;
            }
            run = run.redriving().left() > 0 ? again(state, distribution, frame, run) : next(state, distribution, frame, run);
        }
        settle(state, distribution, frame, run);
    }

    private static MapRun next(MapState state, Distribution distribution, Frame frame, MapRun run) {
        ItemBatcher.Batch batch = batch(state, distribution, frame, run, run.taken());
        Child child = begin(state, distribution, frame, run, run.children().size(), batch, 0);
        return run.withBegun(run.children().plus(child), run.taken() + batch.items(), run.redriving());
    }

    /* Looks at one child. Batches are taken anew from the first on, since it is not kept which items a child was given. */
    private static MapRun again(MapState state, Distribution distribution, Frame frame, MapRun run) {
        MapRun.Redriving redriving = run.redriving();
        int index = redriving.next();
        ItemBatcher.Batch batch = batch(state, distribution, frame, run, redriving.from());
        if (!(run.children().get(index) instanceof Child.Again again)) {
            return run.withBegun(run.children(), run.taken(), redriving.past(batch.items(), 0));
        }
        Child child = begin(state, distribution, frame, run, index, batch, again.redrives());
        return run.withBegun(run.children().with(index, child), run.taken(), redriving.past(batch.items(), 1));
    }

    private static ItemBatcher.Batch batch(MapState state, Distribution distribution, Frame frame, MapRun run, int from) {
        return distribution.batcher().map(batcher -> batcher.take(state, frame, run, from))
                .orElseGet(() -> new ItemBatcher.Batch(state.select(frame, run.input(), run.items().at(from)), 1));
    }

    private static Child begin(MapState state, Distribution distribution, Frame frame, MapRun run, int index, ItemBatcher.Batch batch, int redrives) {
        frame.turn.ask(new Command.StartChild(path(frame.path(), index, redrives), distribution.child(), identity(frame.turn.run, run, index), batch.input(),
                distribution.express()));
        return new Child.Remote(batch.items(), frame.turn.at.toEpochMilli(), kept(state, distribution, batch), redrives);
    }

    /** The place of a child; one that is begun again has another, so that nothing that is still told of its former life is taken for the present one. */
    static String path(String map, int index, int redrives) {
        return map + "." + index + (redrives == 0 ? "" : "." + redrives);
    }

    /* What a child was given is kept where result files tell it and it is not the item as it is. */
    private static Optional<PackedJson> kept(MapState state, Distribution distribution, ItemBatcher.Batch batch) {
        boolean asked = distribution.writer().filter(ResultWriter::describes).isPresent();
        return asked && (state.selector().isPresent() || distribution.batcher().isPresent()) ? Optional.of(PackedJson.of(batch.input())) : Optional.empty();
    }

    /** Who a child is: its name follows from the run's and its place. */
    static RunIdentity identity(RunIdentity parent, MapRun run, int index) {
        String name = UUID.nameUUIDFromBytes((run.arn() + "#" + index).getBytes(StandardCharsets.UTF_8)).toString();
        String path = run.arn().substring(run.arn().indexOf(":mapRun:") + ":mapRun:".length(), run.arn().lastIndexOf(':'));
        String definitionId = parent.definitionId() + path.substring(path.lastIndexOf('/'));
        return new RunIdentity(definitionId.replace(":stateMachine:", ":execution:") + ":" + name, name, path, definitionId, parent.role());
    }

    /** Learns how a child ended, in the life that it has after so many redrives. */
    static boolean childEnded(MapState state, Frame frame, MapRun run, int index, int redrives, Outcome outcome) {
        if (index >= run.children().size() || !(run.children().get(index) instanceof Child.Remote remote) || remote.redrives() != redrives) {
            return false;
        }
        Child.Life life = new Child.Life(remote.began(), frame.turn.at.toEpochMilli(), remote.input(), redrives);
        MapRun next = switch (outcome) {
            case Outcome.Succeeded succeeded -> run.withEnded(index, new Child.Told(PackedJson.of(succeeded.output()), life), 0);
            case Outcome.Failed failed -> run.withEnded(index, new Child.Lost(Failure.of(failed.error(), failed.cause()), life), remote.items());
            case Outcome.TimedOut late -> run.withEnded(index, new Child.Lost(Failure.timeout(late.cause(), false), life), remote.items());
            case Outcome.Stopped stopped -> run.withEnded(index, new Child.Lost(Failure.of(stopped.error(), stopped.cause()), life), remote.items());
        };
        if (next.limits().exceeded(next.failed(), next.items().size())) {
            Abort.remote(frame.turn, frame.path(), next.children());
            fail(frame, next, TOO_MANY_FAILED);
        } else {
            dispatch(state, frame, next);
        }
        return true;
    }

    private static void settle(MapState state, Distribution distribution, Frame frame, MapRun run) {
        if (run.finished() < run.children().size()) {
            frame.rest(new Rest.Distributing(frame.visit(), run));
            return;
        }
        if (distribution.writer().isPresent() && distribution.writer().get().isRemote()) {
            write(state, distribution, frame, run, ResultFiles.NONE);
            return;
        }
        JsonNode results = MapResults.outputs(run.children());
        succeed(state, frame, distribution.writer().map(writer -> writer.transform(frame.turn.run, run)).orElse(results));
    }

    /* One object at a time is made and written, so that the results are never all there as text. */
    private static void write(MapState state, Distribution distribution, Frame frame, MapRun run, ResultFiles written) {
        ResultWriter writer = distribution.writer().orElseThrow();
        EvaluationScope scope = frame.scope().withInput(run.input());
        Optional<ResultWriter.Step> next = writer.next(scope, frame.turn.run, run, written);
        if (next.isEmpty()) {
            succeed(state, frame, writer.summary(scope, run));
        } else {
            ask(frame, run.withWritten(next.get().after()), writer.resource(), next.get().payload());
        }
    }

    private static void succeed(MapState state, Frame frame, JsonNode result) {
        long before = frame.last();
        long ended = frame.aside("MapRunSucceeded", before, JsonNodeFactory.instance::objectNode);
        frame.aside("MapStateSucceeded", ended, JsonNodeFactory.instance::objectNode);
        frame.leave(state.head().flow().leave(frame.scope(), result));
    }

    private static void fail(Frame frame, MapRun run, Failure failure) {
        frame.note("MapRunFailed", () -> failure.describe(JsonNodeFactory.instance.objectNode()));
        Recovery.from(frame, failure, Optional.of("MapStateFailed"), Optional.of(new Rest.Distributing(frame.visit(), run)));
    }
}
