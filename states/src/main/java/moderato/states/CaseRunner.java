package moderato.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moderato.kernel.EngineException;
import moderato.kernel.InvalidDefinitionException;
import moderato.states.CaseResult.Difference;
import moderato.states.CaseResult.Verdict;

/**
 * Runs case files: a definition, an input, mocked answers of its tasks, and what is expected of it.
 *
 * <p>A file holds one case a line ({@code .jsonl}), one case, or a list of cases ({@code .json}). Executions run on a virtual clock, so a
 * wait of a day takes no time.
 */
public final class CaseRunner {

    /** A case that cannot be read. */
    public static final class UnreadableCaseException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableCaseException(String message) {
            super(message);
        }
    }

    private final boolean strict;

    /** A runner that compares status, output, error, cause and the types of the history's events. */
    public CaseRunner() {
        this(false);
    }

    /**
     * A runner.
     *
     * @param strict whether the details of every event are compared as well, where a case has them
     */
    public CaseRunner(boolean strict) {
        this.strict = strict;
    }

    /**
     * Runs all cases of files and of all case files in folders.
     *
     * @throws UnreadableCaseException when a file cannot be read as cases
     */
    public List<CaseResult> run(List<Path> paths) {
        List<CaseResult> results = new ArrayList<>();
        run(paths, results::add);
        return results;
    }

    /** The same, told case by case. */
    public void run(List<Path> paths, Consumer<CaseResult> listener) {
        for (Path path : paths) {
            for (Path file : files(path)) {
                run(file, listener);
            }
        }
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).filter(CaseRunner::holdsCases).sorted().toList();
        } catch (IOException e) {
            throw new UnreadableCaseException("%s cannot be read: %s".formatted(path, e.getMessage()));
        }
    }

    /** In a folder, lines are always cases; other JSON is, if it says so by its name. */
    private static boolean holdsCases(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jsonl") || name.endsWith(".case.json") || name.endsWith(".cases.json");
    }

    private void run(Path file, Consumer<CaseResult> listener) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnreadableCaseException("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
        run(text, file.toString(), listener);
    }

    /** Runs the cases of a file's text. */
    void run(String text, String file, Consumer<CaseResult> listener) {
        if (!file.endsWith(".jsonl")) {
            JsonNode content = parse(text, file);
            if (!content.isArray()) {
                listener.accept(run(content, file));
            }
            for (int i = 0; content.isArray() && i < content.size(); i++) {
                listener.accept(run(content.path(i), file + "#/" + i));
            }
            return;
        }
        int line = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            if (!each.isBlank()) {
                String place = file + ":" + line;
                listener.accept(run(parse(each, place), place));
            }
        }
    }

    private static JsonNode parse(String text, String place) {
        try {
            return JsonText.read(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableCaseException("%s is no JSON: %s".formatted(place, JsonText.why(e)));
        }
    }

    /**
     * Runs one case.
     *
     * @throws UnreadableCaseException when it is no object with a definition
     */
    public CaseResult run(JsonNode testCase, String place) {
        String kind = testCase.path("kind").asText("execution");
        String id = testCase.path("id").asText(place);
        if (!testCase.path("hermetic").asBoolean(true)) {
            return new CaseResult(id, kind, place, Verdict.LEFT_OUT, List.of(), List.of("not hermetic: " + testCase.path("notHermetic")));
        }
        if (kind.equals("apiError")) {
            return new CaseResult(id, kind, place, Verdict.LEFT_OUT, List.of(), List.of("cases of this kind are not about the language"));
        }
        if (!testCase.hasNonNull("definition")) {
            throw new UnreadableCaseException(place + " is no case: it needs a 'definition', an 'input', and what is 'expected'");
        }
        List<Difference> differences = new ArrayList<>(CaseCheck.of(testCase));
        List<String> notes = new ArrayList<>();
        if (differences.isEmpty()) {
            try {
                differences.addAll(differences(testCase, kind, notes));
            } catch (InvalidDefinitionException e) {
                String wrong = e.problems().stream().map(problem -> (problem.pointer().isEmpty() ? "/" : problem.pointer()) + ": " + problem.message()).collect(Collectors.joining("; "));
                differences.add(new Difference("definition", "one that can be run", wrong));
            } catch (EngineException e) {
                differences.add(new Difference("run", "one that ends", String.valueOf(e.getMessage())));
            }
        }
        return new CaseResult(id, kind, place, differences.isEmpty() ? Verdict.PASSED : Verdict.FAILED, differences, notes);
    }

    private List<Difference> differences(JsonNode testCase, String kind, List<String> notes) {
        return switch (kind) {
            case "execution" -> new ExecutionCase(testCase, strict).run(notes);
            case "testState", "testStateError" -> new DefinitionCase(testCase).testState();
            case "invalidDefinition" -> new DefinitionCase(testCase).invalid();
            case "validation" -> new DefinitionCase(testCase).validation();
            case "variableReferences" -> new DefinitionCase(testCase).references();
            default -> List.of(new Difference("kind", "execution, testState, testStateError, invalidDefinition, validation or variableReferences", kind));
        };
    }
}
