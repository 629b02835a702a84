package moderato.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.Engine;
import moderato.kernel.HistoryEvent;
import moderato.kernel.Outcome;
import moderato.kernel.RunListener;
import moderato.states.TaskToken;

/** Prints what happens in a run, a line each, as it happens; on a terminal a line for each branch or step under way stands below. */
final class RunView implements RunListener {

    private static final Duration REDRAWN_EVERY = Duration.ofMillis(200);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final int TEXT_AT_MOST = 160;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean colours;
    private final HistoryPlaces places = new HistoryPlaces();
    private final Map<String, String> steps = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final Set<Long> failures = new HashSet<>();
    private final Optional<JobLogs> logs;
    private final AtWork atWork = new AtWork();
    private final StandingLines standing;
    private long shown;
    private boolean quiet;

    /**
     * @param colours whether the lines go to a terminal
     * @param logsOf the home whose logs are shown too, as the run's jobs write them
     */
    RunView(PrintWriter out, boolean colours, Optional<Home> logsOf) {
        this.colours = colours;
        this.standing = new StandingLines(out);
        this.logs = logsOf.map(home -> new JobLogs(home, line -> print(Instant.now(), line)));
    }

    /** Whether a person reads this at a terminal. */
    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Shows a run until it is over, all of it. */
    static Outcome watch(Engine engine, String run, RunView view) throws InterruptedException {
        Outcome outcome;
        try (view.standing; Engine.Following following = engine.follow(run, view)) {
            outcome = view.await(engine, run);
        }
        // The end of the run may be known before the last of what happened in it was told.
        List<HistoryEvent> history = engine.history(run);
        for (int place = 0; place < history.size(); place++) {
            view.happened(place + 1, history.get(place));
        }
        view.logs.ifPresent(JobLogs::close);
        return outcome;
    }

    private Outcome await(Engine engine, String run) throws InterruptedException {
        if (!colours) {
            return engine.await(run);
        }
        Thread redrawing = Thread.ofVirtual().start(this::redraw);
        try {
            return engine.await(run);
        } finally {
            redrawing.interrupt();
            redrawing.join();
        }
    }

    private void redraw() {
        try {
            while (true) {
                synchronized (this) {
                    standing.show(atWork.lines(Instant.now()));
                }
                Thread.sleep(REDRAWN_EVERY);
            }
        } catch (InterruptedException itIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes note of what happened before, and shows what comes after it alone. */
    RunView after(List<HistoryEvent> before) {
        quiet = true;
        for (int place = 0; place < before.size(); place++) {
            happened(place + 1, before.get(place));
        }
        quiet = false;
        return this;
    }

    @Override
    public synchronized void happened(long id, HistoryEvent event) {
        if (id <= shown) {
            return;
        }
        shown = id;
        JsonNode json = event.toJson();
        Optional<HistoryPlaces.Entry> place = places.happened(id, event.type(), json);
        if (colours) {
            atWork.happened(event, json, place);
        }
        String state = HistoryPlaces.name(json, place);
        String line = PipelineLine.of(event.type(), json).orElseGet(() -> line(event.type(), json, state, failures.contains(json.path("previousEventId").asLong())));
        if (event.type().endsWith("Failed") || event.type().endsWith("TimedOut")) {
            failures.add(id);
        }
        logs.ifPresent(jobs -> jobs.happened(state, json));
        token(json).ifPresent(token -> tokens.put(state, token));
        if (!line.isEmpty() && !again(json, line) && !quiet) {
            print(event.at(), line);
        }
    }

    /* A step whose job got its name only after it began tells twice that it is executing. */
    private boolean again(JsonNode json, String line) {
        String step = json.path("StepName").asText("");
        return !step.isEmpty() && (line + json.path("AttemptCount").asInt()).equals(steps.put(step, line + json.path("AttemptCount").asInt()));
    }

    /** The token of a task that waits for its answer, in the event of its beginning. */
    static Optional<String> token(JsonNode event) {
        JsonNode details = event.path("taskScheduledEventDetails");
        if (!details.path("resource").asText().endsWith(".waitForTaskToken")) {
            return Optional.empty();
        }
        try {
            return TaskToken.in(JSON.readTree(details.path("parameters").asText("null")));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static String howToAnswer(String token) {
        return "waits for its answer: moderato runs answer %s --output JSON".formatted(token);
    }

    private void print(Instant at, String line) {
        standing.print(paint(TIME.format(at), "2") + "  " + line);
    }

    private String line(String type, JsonNode json, String state, boolean afterFailure) {
        if (type.endsWith("StateEntered")) {
            return paint(state, "1") + "  entered (" + type.substring(0, type.length() - "StateEntered".length()) + ")";
        }
        if (type.endsWith("StateExited")) {
            return state + "  done";
        }
        String error = text(json, "error");
        String cause = text(json, "cause");
        String detail = error + (cause.isEmpty() ? "" : (error.isEmpty() ? "" : ": ") + cause);
        return switch (type) {
            case "ExecutionStarted" -> paint("started", "1");
            case "ExecutionSucceeded" -> paint("succeeded", "32");
            case "TaskFailed", "TaskTimedOut", "LambdaFunctionFailed", "LambdaFunctionTimedOut", "ActivityFailed", "ActivityTimedOut", "TaskSubmitFailed", "EvaluationFailed" ->
                state + "  " + paint(words(type) + " " + detail, "33");
            case "TaskScheduled", "LambdaFunctionScheduled" -> afterFailure ? state + "  tries again" : "";
            case "ActivityScheduled" -> state + "  waits for a worker: moderato runs take " + text(json, "resource");
            case "TaskSubmitted" -> state + "  submitted" + Optional.ofNullable(tokens.get(state)).map(token -> ", " + howToAnswer(token)).orElse("");
            case "MapIterationStarted", "MapIterationSucceeded", "MapIterationFailed", "MapIterationAborted" -> state + "  " + words(type) + " " + text(json, "index");
            case "MapRunStarted", "MapRunSucceeded", "MapRunFailed" -> state + "  " + words(type);
            // How a run ended badly is said at the end, with its error and cause.
            case "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted", "TaskStarted", "TaskSucceeded", "LambdaFunctionStarted", "LambdaFunctionSucceeded", "ActivityStarted",
                    "ActivitySucceeded", "ParallelStateStarted", "ParallelStateSucceeded", "MapStateStarted", "MapStateSucceeded", "MapStateFailed", "ParallelStateFailed",
                    "MapStateAborted", "ParallelStateAborted" ->
                "";
            default -> (state.isEmpty() ? "" : state + "  ") + words(type) + (detail.isEmpty() ? "" : " " + detail);
        };
    }

    private static String text(JsonNode json, String member) {
        for (JsonNode details : json) {
            if (details.has(member)) {
                String text = details.path(member).asText();
                return text.length() > TEXT_AT_MOST ? text.substring(0, TEXT_AT_MOST) + "..." : text;
            }
        }
        return json.path(member).asText("");
    }

    /** {@code MapIterationStarted} as {@code map iteration started}. */
    private static String words(String type) {
        return type.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }

    private String paint(String text, String code) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
