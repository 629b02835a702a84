package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moderato.kernel.Command;
import moderato.kernel.Definition;
import moderato.kernel.EngineException;
import moderato.kernel.Event;
import moderato.kernel.Language;
import moderato.kernel.Outcome;
import moderato.kernel.Program;
import moderato.kernel.Recorder;
import moderato.kernel.RunIdentity;
import moderato.kernel.TaskScript;
import moderato.kernel.Transition;
import moderato.states.CaseResult.Difference;

/**
 * The mocked tasks of a case: for each state its invocations, found by what they are given, else in order; and the objects of its store.
 *
 * <p>To know which state asks for a task it watches the programs that it is asked to {@link #watch}.
 */
final class CaseTasks implements TaskScript {

    /** Ten times what the service keeps of one run. */
    private static final int MOST_HISTORY = 250_000;

    private final JsonNode tasks;
    private final CaseValues values;
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, Set<Integer>> used = new HashMap<>();
    private final Map<String, String> objects = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private int historyLeft = MOST_HISTORY;

    CaseTasks(JsonNode testCase, CaseValues values) {
        this.tasks = testCase.path("tasks");
        this.values = values.forTasks();
        testCase.path("s3").forEach(object -> objects.put(object.path("bucket").asText() + "/" + object.path("key").asText(),
                object.path("body").asText()));
    }

    /** What the tasks were asked that they ought not to be. */
    List<Difference> differences() {
        return List.copyOf(differences);
    }

    /** Answers that nobody asked for. */
    List<String> unused() {
        List<String> notes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> task : tasks.properties()) {
            int given = task.getValue().size();
            int taken = used.getOrDefault(task.getKey(), Set.of()).size();
            if (taken < given) {
                notes.add(taken == 0 ? "the task '%s' was never called".formatted(task.getKey())
                        : "of the %d answers of the task '%s' %d were asked for".formatted(given, task.getKey(), taken));
            }
        }
        return notes;
    }

    /** A language whose programs tell which state asks for which task. */
    Language watch(StatesLanguage language) {
        return new Language() {
            @Override
            public String name() {
                return language.name();
            }

            @Override
            public int semantics() {
                return language.semantics();
            }

            @Override
            public Program<?> compile(Definition definition) {
                return new Watched(language.compile(definition));
            }
        };
    }

    private final class Watched implements Program<RunState> {

        private final StatesProgram program;

        Watched(StatesProgram program) {
            this.program = program;
        }

        @Override
        public RunState initial() {
            return program.initial();
        }

        @Override
        public Transition<RunState> on(RunState state, Event event, Recorder recorder) {
            Transition<RunState> transition = program.on(state, event, happened -> {
                if (historyLeft-- <= 0) {
                    throw new EngineException(EngineException.Kind.TOO_LARGE, "the runs have more than %d events of history; do they ever end?".formatted(MOST_HISTORY));
                }
                recorder.record(happened);
            });
            for (Command command : transition.commands()) {
                if (command instanceof Command.StartTask task) {
                    program.stateAt(transition.state(), task.path())
                            .ifPresent(name -> states.put(transition.state().run().id() + "#" + task.path(), name));
                }
            }
            return transition;
        }

        @Override
        public JsonNode toJson(RunState state) {
            return program.toJson(state);
        }

        @Override
        public RunState fromJson(JsonNode json) {
            return program.fromJson(json);
        }
    }

    @Override
    public Answer answer(RunIdentity run, Command.StartTask task, Instant now) {
        String state = states.getOrDefault(run.id() + "#" + task.path(), "");
        JsonNode invocations = tasks.path(state);
        if (invocations.isMissingNode() && task.resource().contains(":s3:")) {
            return Answer.of(store(task));
        }
        CaseValues matching = task.token().map(values::withToken).orElse(values);
        for (int i = 0; i < invocations.size(); i++) {
            JsonNode invocation = invocations.path(i);
            if (invocation.path("any").asBoolean() || !isUsed(state, i) && matching.equal(invocation.path("input"), task.payload())) {
                return take(state, i, invocation, task);
            }
        }
        for (int i = 0; i < invocations.size(); i++) {
            if (!isUsed(state, i)) {
                if (invocations.path(i).has("input")) {
                    differences.add(new Difference("input of task '%s'".formatted(state), invocations.path(i).path("input").toString(),
                            task.payload().toString()));
                }
                return take(state, i, invocations.path(i), task);
            }
        }
        differences.add(new Difference("task '%s'".formatted(state), "%d calls".formatted(invocations.size()),
                "one more, with " + task.payload()));
        return Answer.of(Outcome.Failed.of("States.TaskFailed", "The case has no answer left for this task."));
    }

    private boolean isUsed(String state, int index) {
        return used.getOrDefault(state, Set.of()).contains(index);
    }

    private Answer take(String state, int index, JsonNode invocation, Command.StartTask task) {
        used.computeIfAbsent(state, name -> new HashSet<>()).add(index);
        String how = invocation.path("outcome").asText(invocation.has("error") ? "TaskFailed" : "TaskSucceeded");
        Answer answer;
        if (how.endsWith("TimedOut")) {
            answer = task.timeout().isPresent() || task.heartbeat().isPresent() ? Answer.silence()
                    : Answer.of(new Outcome.TimedOut(text(invocation, "error"), text(invocation, "cause")));
        } else if (how.endsWith("Failed")) {
            answer = Answer.of(new Outcome.Failed(text(invocation, "error"), text(invocation, "cause")));
        } else {
            answer = Answer.of(new Outcome.Succeeded(invocation.path("output")));
        }
        return invocation.has("submitted") && !invocation.path("submitted").isNull() ? answer.withSubmitted(invocation.path("submitted"))
                : answer;
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    private Outcome store(Command.StartTask task) {
        String bucket = task.payload().path("Bucket").asText();
        String key = bucket + "/" + task.payload().path("Key").asText();
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        if (task.resource().contains(":listObjects")) {
            String prefix = bucket + "/" + task.payload().path("Prefix").asText("");
            objects.forEach((name, body) -> {
                if (name.startsWith(prefix)) {
                    output.withArray("Contents").addObject().put("Key", name.substring(bucket.length() + 1)).put("Size", body.length());
                }
            });
            return new Outcome.Succeeded(output);
        }
        if (task.resource().contains(":putObject")) {
            objects.put(key, task.payload().path("Body").asText());
            return new Outcome.Succeeded(output);
        }
        String body = objects.get(key);
        return body == null ? Outcome.Failed.of("S3.NoSuchKeyException", "The specified key does not exist.")
                : new Outcome.Succeeded(output.put("Body", body));
    }
}
