package moderato.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the documents promise is what the program does. */
class DocumentationTest {

    @Test
    void publishesTheSchemaThatIsUsed() {
        assertThat(Path.of("docs/package.schema.json")).content().isEqualTo(PackageSchema.text());
    }

    @Test
    void describesEveryFieldOfThePackage() throws IOException {
        String described = Files.readString(Path.of("docs/package.md"));
        JsonNode schema = Json.MAPPER.readTree(PackageSchema.text());
        assertThat(schema.path("properties").fieldNames()).toIterable()
                .containsExactlyInAnyOrder("schemaVersion", "video", "models", "coverage", "evidence", "transcript", "faces", "decision",
                        "policy", "cost", "lineage")
                .allSatisfy(field -> assertThat(described).contains("`" + field + "`"));
        for (String part : List.of("video", "evidence", "decision", "speech", "person", "domain")) {
            assertThat(schema.path("$defs").path(part).path("properties").fieldNames()).toIterable()
                    .allSatisfy(field -> assertThat(described).as("%s.%s", part, field).contains(field));
        }
    }

    @Test
    void showsAPolicyThatIsAccepted() throws IOException {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("docs/policy.md")));
        assertThat(example.find()).isTrue();
        assertThat(Policy.parse("docs/policy.md", example.group(1)).name()).isEqualTo("kitchen");
    }

    /** Models are placed in the taxonomy before this module sees them, so both must mean the same tree. */
    @Test
    void sharesRekognitionsLabelsWithTheManifestOfModels() throws IOException {
        try (InputStream in = Taxonomy.class.getResourceAsStream("/moderato/models/taxonomy.txt")) {
            List<String> path = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(text -> !text.isBlank()).toList()) {
                int level = (line.length() - line.stripLeading().length()) / 2;
                path.subList(level, path.size()).clear();
                path.add(line.strip());
                assertThat(Taxonomy.standard().path(line.strip())).contains(path);
            }
        }
    }
}
