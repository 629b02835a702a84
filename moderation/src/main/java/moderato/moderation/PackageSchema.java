package moderato.moderation;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The published JSON Schema of packages, and what a schema cannot say of them. */
public final class PackageSchema {

    private PackageSchema() {
    }

    /** The schema, as the file that is published. */
    public static String text() {
        return Taxonomy.resource("package.schema.json");
    }

    /**
     * Checks a package.
     *
     * @return what is wrong with it, each with its JSON pointer; empty when it is valid
     * @throws InvalidInputException when the file is not there or no JSON at all
     * @throws IOException when it cannot be read
     */
    public static List<String> validate(Path file) throws IOException {
        String json = Json.tree(file).toString();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text(), InputFormat.JSON);
        List<String> problems = new ArrayList<>();
        for (Error error : schema.validate(json, InputFormat.JSON)) {
            problems.add(file + ": " + pointer(error) + ": " + error.getMessage());
        }
        if (problems.isEmpty()) {
            references(file, problems);
        }
        return List.copyOf(problems);
    }

    private static String pointer(Error error) {
        String pointer = error.getInstanceLocation().toString();
        return pointer.isEmpty() ? "(the whole file)" : pointer;
    }

    private static void references(Path file, List<String> problems) throws IOException {
        ModerationPackage checked;
        try {
            checked = ModerationPackage.read(file);
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
            return;
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < checked.evidence().size(); i++) {
            Evidence evidence = checked.evidence().get(i);
            if (!ids.add(evidence.id())) {
                problems.add(file + ": /evidence/" + i + "/id: '" + evidence.id() + "' is used twice");
            }
            if (evidence.peak() < evidence.start() || evidence.peak() > evidence.end()) {
                problems.add(file + ": /evidence/" + i + "/peak: " + evidence.peak() + " does not lie between start and end");
            }
        }
        List<String> named = checked.decision().evidence();
        for (int i = 0; i < named.size(); i++) {
            if (!ids.contains(named.get(i))) {
                problems.add(file + ": /decision/evidence/" + i + ": there is no evidence '" + named.get(i) + "'");
            }
        }
    }
}
