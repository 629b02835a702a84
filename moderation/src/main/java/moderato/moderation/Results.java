package moderato.moderation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;

/** What the last steps of a moderation leave: the package, its report, and the decision by itself for a condition to look at. */
public final class Results {

    /** The package's file. */
    public static final String PACKAGE = "package.json";
    /** The report's file. */
    public static final String REPORT = "report.html";
    /** The decision's file. */
    public static final String DECISION = "decision.json";

    /** The folder with the report's pictures, in the form that ingest leaves frames in. */
    public static final String PICTURES = "pictures";

    private Results() {
    }

    static void write(ModerationPackage made, Path pictures, Path output) throws IOException {
        made.write(output.resolve(PACKAGE));
        Report.write(output.resolve(REPORT), made, pictures);
        WholeFile.write(output.resolve(DECISION), Json.pretty(made.decision()));
        try (Stream<Path> files = Files.walk(pictures)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = output.resolve(PICTURES).resolve(pictures.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
