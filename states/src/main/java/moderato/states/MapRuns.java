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
        distribution.batcher().ifPresent(batcher -> batcher.requireNumbers(scope));
        Turn turn = frame.turn;
        String label = distribution.label().orElseGet(() -> turn.uuid().toString());
        String arn = turn.run.definitionId().replace(":stateMachine:", ":mapRun:") + "/" + label + ":" + turn.uuid();
        frame.note("MapRunStarted", () -> JsonNodeFactory.instance.objectNode().put("mapRunArn", arn));
        List<JsonNode> toRead = distribution.reader().map(reader -> List.of(reader.first(scope))).orElse(List.of());
        dispatch(state, frame, MapRun.of(effective, arn, limits, DistributedItems.of(items), Exchanges.toRead(toRead)));
    }

    /** The place of a reading or writing, which no child has. */
    static String exchange(String map, MapRun run) {
        return map + "." + run.exchanges().count() + ".0.0";
    }

    private static void ask(Frame frame, MapRun run, String resource, JsonNode payload) {
        frame.rest(new Rest.Distributing(frame.visit(), run));
        frame.turn.ask(new Command.StartTask(exchange(frame.path(), run), resource, payload, Optional.empty(), Optional.empty(), Optional.empty(), Limits.FILE_BYTES));
    }

    /** Takes what was read, or learns that results are written. */
    static boolean exchanged(MapState state, Frame frame, MapRun run, int number, Outcome outcome) {
        if (!run.exchanges().isBusy() || run.exchanges().count() != number) {
            return false;
        }
        Distribution distribution = state.distribution().orElseThrow();
        boolean reading = run.exchanges().reading();
        MapRun idle = run.withExchanges(run.exchanges().idle());
        if (!(outcome instanceof Outcome.Succeeded succeeded)) {
            Optional<String> cause = outcome instanceof Outcome.Failed failed ? failed.cause() : Optional.empty();
            fail(frame, idle, Failure.of(Optional.of(reading ? "States.ItemReaderFailed" : "States.ResultWriterFailed"), cause));
        } else if (!reading) {
            dispatch(state, frame, run.written());
        } else {
            taken(state, distribution, frame, idle, succeeded.output());
        }
        return true;
    }

    private static void taken(MapState state, Distribution distribution, Frame frame, MapRun run, JsonNode output) {
        ItemReader.Read read;
        try {
            read = distribution.reader().orElseThrow().take(frame.scope().withInput(run.input()), run.items().from(run.taken()), run.exchanges().toRead(), output);
        } catch (ItemReader.UnreadableException e) {
            fail(frame, run, Failure.of("States.ItemReaderFailed", e.reason()));
            return;
        }
        MapRun next = run.withItems(read.items()).withExchanges(run.exchanges().left(read.toRead()));
        if (next.isAboveTolerance()) {
            fail(frame, next, TOO_MANY_FAILED);
        } else {
            dispatch(state, frame, next);
        }
    }

    /** Starts children as long as there are some to begin again or items, and room and transitions left. */
    static void dispatch(MapState state, Frame frame, MapRun before) {
        Distribution distribution = state.distribution().orElseThrow();
        MapRun run = before;
        try {
            while (run.underWay() < run.limits().concurrency() && (run.redriving().left() > 0 || hasItems(run))) {
                if (!frame.turn.takeTransition()) {
                    frame.interrupt(new Rest.Distributing(frame.visit(), run));
                    return;
                }
                MapRun next = run.redriving().left() > 0 ? again(distribution, frame, run) : next(state, distribution, frame, run);
                if (next == run) {
                    break;
                }
                run = next;
            }
        } catch (StatesErrorException e) {
            Abort.mapRun(frame.turn, frame.path(), run);
            throw e;
        }
        settle(state, distribution, frame, run);
    }

    /* While more is read there is no whole batch left. */
    private static boolean hasItems(MapRun run) {
        return run.taken() < run.items().size() && !run.exchanges().reading();
    }

    /** Begins the next child; the same run where the rest of its batch has still to be read. */
    private static MapRun next(MapState state, Distribution distribution, Frame frame, MapRun run) {
        Optional<ItemBatcher.Batch> batch = distribution.batcher().map(batcher -> batcher.take(state, frame, run, run.taken()))
                .orElseGet(() -> Optional.of(new ItemBatcher.Batch(state.select(frame, run.input(), run.items().at(run.taken())), 1)));
        if (batch.isEmpty()) {
            return run;
        }
        int items = batch.get().items();
        Child child = begin(distribution, frame, run, run.children().size(), items, batch.get().input(), 0);
        return run.withBegun(run.children().plus(child), run.taken() + items, run.redriving());
    }

    /* Looks at one child. */
    private static MapRun again(Distribution distribution, Frame frame, MapRun run) {
        int index = run.redriving().next();
        if (!(run.children().get(index) instanceof Child.Again again)) {
            return run.withBegun(run.children(), run.taken(), run.redriving().past(0));
        }
        Child child = begin(distribution, frame, run, index, again.items(), again.input().tree(), again.redrives());
        return run.withBegun(run.children().with(index, child), run.taken(), run.redriving().past(1));
    }

    private static Child begin(Distribution distribution, Frame frame, MapRun run, int index, int items, JsonNode input, int redrives) {
        frame.turn.ask(new Command.StartChild(path(frame.path(), index, redrives), distribution.child(), identity(frame.turn.run, run, index), input,
                distribution.express()));
        return new Child.Remote(items, frame.turn.at.toEpochMilli(), PackedJson.of(input), redrives);
    }

    /** The place of a child; one that is begun again has another, so that nothing that is still told of its former life is taken for the present one. */
    static String path(String map, int index, int redrives) {
        return map + "." + index + (redrives == 0 ? "" : "." + redrives);
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
        Child.Life life = new Child.Life(remote.began(), frame.turn.at.toEpochMilli(), redrives);
        MapRun next = switch (outcome) {
            case Outcome.Succeeded succeeded -> run.withEnded(index, new Child.Told(PackedJson.of(succeeded.output()), kept(state, remote), life), 0);
            case Outcome.Failed failed -> lost(run, index, remote, Failure.of(failed.error(), failed.cause()), life);
            case Outcome.TimedOut late -> lost(run, index, remote, Failure.timeout(late.cause(), false), life);
            case Outcome.Stopped stopped -> lost(run, index, remote, Failure.of(stopped.error(), stopped.cause()), life);
        };
        if (next.isAboveTolerance()) {
            fail(frame, next, TOO_MANY_FAILED);
        } else {
            dispatch(state, frame, next);
        }
        return true;
    }

    private static MapRun lost(MapRun run, int index, Child.Remote remote, Failure why, Child.Life life) {
        return run.withEnded(index, new Child.Lost(why, remote.items(), remote.input(), life), remote.items());
    }

    /* What a child was given is kept where results tell it. */
    private static Optional<PackedJson> kept(MapState state, Child.Remote remote) {
        return state.distribution().flatMap(Distribution::writer).filter(ResultWriter::describes).map(writer -> remote.input());
    }

    private static void settle(MapState state, Distribution distribution, Frame frame, MapRun run) {
        Exchanges exchanges = run.exchanges();
        Optional<ResultWriter> writer = distribution.writer().filter(ResultWriter::isRemote);
        if (exchanges.isBusy()) {
            frame.rest(new Rest.Distributing(frame.visit(), run));
        } else if (!exchanges.toRead().isEmpty() && run.underWay() < run.limits().concurrency()) {
            JsonNode payload = exchanges.toRead().getFirst();
            ask(frame, run.withExchanges(exchanges.read()), distribution.reader().orElseThrow().resource(payload), payload);
        } else if (run.finished() == run.children().size()) {
            finish(state, distribution, frame, run);
        } else if (writer.isPresent() && exchanges.isEnough()) {
            write(frame, run, writer.get(), writer.get().early(frame.scope().withInput(run.input()), frame.turn.run, run));
        } else {
            frame.rest(new Rest.Distributing(frame.visit(), run));
        }
    }

    private static void finish(MapState state, Distribution distribution, Frame frame, MapRun run) {
        Optional<ResultWriter> writer = distribution.writer().filter(ResultWriter::isRemote);
        if (writer.isEmpty()) {
            succeed(state, frame, distribution.writer().map(transformer -> transformer.transform(frame.turn.run, run))
                    .orElseGet(() -> MapResults.outputs(run.children())));
            return;
        }
        EvaluationScope scope = frame.scope().withInput(run.input());
        Optional<ResultWriter.Step> next = writer.get().next(scope, frame.turn.run, run);
        if (next.isEmpty()) {
            succeed(state, frame, writer.get().summary(scope, run));
        } else {
            write(frame, run, writer.get(), next.get());
        }
    }

    /* One object at a time is made and written, so that the results are never all there as text. */
    private static void write(Frame frame, MapRun run, ResultWriter writer, ResultWriter.Step step) {
        ask(frame, run.writing(step.after()), writer.resource(), step.payload());
    }

    private static void succeed(MapState state, Frame frame, JsonNode result) {
        long before = frame.last();
        long ended = frame.aside("MapRunSucceeded", before, JsonNodeFactory.instance::objectNode);
        frame.aside("MapStateSucceeded", ended, JsonNodeFactory.instance::objectNode);
        frame.leave(state.head().flow().leave(frame.scope(), result));
    }

    private static void fail(Frame frame, MapRun run, Failure failure) {
        Abort.mapRun(frame.turn, frame.path(), run);
        frame.note("MapRunFailed", () -> failure.describe(JsonNodeFactory.instance.objectNode()));
        Recovery.from(frame, failure, Optional.of("MapStateFailed"), Optional.of(new Rest.Distributing(frame.visit(), run)));
    }
}
