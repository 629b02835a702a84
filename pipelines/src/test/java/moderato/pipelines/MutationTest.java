package moderato.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Definitions with one place broken are refused or taken, and never end in an exception. */
@Tag("shared")
class MutationTest {

    private static final int MUTATIONS = 40;
    private static final List<String> PARTS = List.of("null", "3", "-1.5", "true", "\"text\"", "\"\"", "[]", "{}", "[1, null]", "{\"Get\": 7}", "{\"Get\": \"Steps..x[\"}",
            "{\"Get\": \"Steps.\"}", "{\"Get\": \"\"}", "{\"Std:Join\": []}", "{\"Std:JsonGet\": {\"Path\": \"a\", \"PropertyFile\": 1}}", "{\"Std:Other\": {}}");

    static List<String> names() {
        return SharedDefinitions.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aBrokenPlaceNeverEndsInAnException(String name) {
        String text = SharedDefinitions.text(name);
        for (int seed = 0; seed < MUTATIONS; seed++) {
            JsonNode mutant = SharedDefinitions.json(text);
            Random random = new Random(seed);
            breakOne(mutant, random);
            CheckedPipeline checked = CheckedPipeline.of(mutant.toPrettyString());
            assertThat(checked.errors()).as("seed %d", seed).allSatisfy(error -> assertThat(error.message()).isNotBlank());
            assertThat(CheckedPipeline.of(text.substring(0, random.nextInt(text.length()))).valid()).as("cut, seed %d", seed).isFalse();
        }
    }

    private static void breakOne(JsonNode root, Random random) {
        List<Runnable> places = new ArrayList<>();
        JsonNode part = SharedDefinitions.json(PARTS.get(random.nextInt(PARTS.size())));
        collect(root, part, places);
        places.get(random.nextInt(places.size())).run();
    }

    private static void collect(JsonNode node, JsonNode part, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                places.add(() -> object.set(member.getKey(), part));
                places.add(() -> object.remove(member.getKey()));
                collect(member.getValue(), part, places);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                places.add(() -> array.set(index, part));
                collect(array.get(i), part, places);
            }
        }
    }
}
