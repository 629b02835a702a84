package moderato.cli;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the table of modules: what each may depend on, and nothing else; and how large a file may grow. */
class ArchitectureTest {

    private static final int LINES_AT_MOST = 400;

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("kernel", Set.of()),
            Map.entry("journal", Set.of("kernel")),
            Map.entry("states", Set.of("kernel")),
            Map.entry("pipelines", Set.of("kernel")),
            Map.entry("objects", Set.of()),
            Map.entry("jobs", Set.of("kernel", "objects")),
            Map.entry("handlers", Set.of("kernel", "objects")),
            Map.entry("registry", Set.of("kernel", "objects")),
            Map.entry("examples", Set.of("jobs")),
            Map.entry("media", Set.of()),
            Map.entry("models", Set.of()),
            Map.entry("analysis", Set.of("jobs", "media", "models")),
            Map.entry("moderation", Set.of("analysis", "jobs", "registry", "pipelines", "states")));

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("moderato");

    static Stream<String> modules() {
        return MAY_USE.keySet().stream().sorted();
    }

    @Test
    void onlyOnePlaceMakesTheEnvironmentOfOnnxRuntime() {
        ArchRuleDefinition.noClasses().that().doNotHaveFullyQualifiedName("moderato.models.OnnxRuntime").should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("getEnvironment"))
                        .and(JavaCall.Predicates.target(HasOwner.Predicates.With.owner(HasName.Predicates.name("ai.onnxruntime.OrtEnvironment")))))
                .because("ONNX Runtime reports to its maker unless it is told not to before it starts").check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void dependsOnlyOnWhatTheTableAllows(String module) {
        Set<String> others = new HashSet<>(MAY_USE.keySet());
        others.add("cli");
        others.remove(module);
        others.removeAll(MAY_USE.getOrDefault(module, Set.of()));
        String[] forbidden = others.stream().map(other -> "moderato." + other + "..").toArray(String[]::new);
        ArchRuleDefinition.noClasses().that().resideInAPackage("moderato." + module + "..").should().dependOnClassesThat().resideInAnyPackage(forbidden)
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void knowsEveryModule() {
        Set<String> packages = new HashSet<>();
        CLASSES.that(DescribedPredicate.describe("any", (JavaClass any) -> true)).forEach(type -> packages.add(type.getPackageName()));
        assertThat(packages).allSatisfy(name -> {
            String module = name.substring("moderato.".length());
            assertThat(MAY_USE.containsKey(module) || Set.of("cli", "bench").contains(module)).as("package %s is a flat package of a known module", name).isTrue();
        });
    }

    @Test
    void noFileHasGrownTooLong() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("."), 8)) {
            List<String> tooLong = files.filter(file -> file.toString().endsWith(".java") && file.toString().contains("src")).filter(file -> lines(file) > LINES_AT_MOST)
                    .map(Path::toString).toList();
            assertThat(tooLong).isEmpty();
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("."), 6)) {
            List<Path> silent = folders.filter(folder -> folder.toString().contains("src/main/java/moderato/") && Files.isDirectory(folder))
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java"))).toList();
            assertThat(silent).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
