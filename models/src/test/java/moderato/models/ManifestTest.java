package moderato.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ManifestTest {

    private static final String ENTRY = """
            models:
              guns:
                version: "1"
                task: weapons
                licence: CC0
                attribution: nobody
                adapter:
                  kind: classifier
                  width: 8
                  height: 8
                  layout: nchw
                  colour: rgb
                  mean: 0
                  scale: 255
                  fit: stretch
                  filter: linear
                  activation: softmax
                files:
                  model:
                    path: guns.onnx
                    folder: somewhere
                    bytes: 10
                    sha256: 0000000000000000000000000000000000000000000000000000000000000000
                labels:
                  - {label: none, place: ignore}
                  - {label: gun, place: Weapons, threshold: 0.7}
            """;

    @TempDir
    Path folder;

    @Test
    void theProgramsOwnManifestNamesAModelForEveryDomain() throws Exception {
        Manifest manifest = Manifest.builtIn();
        for (String task : List.of("nudity", "objects", "faces", "text", "speech", "toxicity")) {
            assertThat(manifest.forTask(task)).as(task).anyMatch(ModelEntry::byDefault);
        }
        assertThat(manifest.find("yolox-nano").orElseThrow().labels()).hasSize(80);
        assertThat(manifest.find("nudenet")).isEmpty();
    }

    @Test
    void anEntryOfTheUsersIsReadBesideTheProgramsOwn() throws Exception {
        Files.writeString(folder.resolve("guns.yaml"), ENTRY);
        ModelEntry entry = Manifest.withOwn(folder).find("guns").orElseThrow();
        assertThat(entry.labels().get(1)).isEqualTo(new Label("gun", Label.Use.EVIDENCE, List.of("Violence", "Weapons"), 0.7));
        assertThat(entry.task()).isEqualTo("weapons");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            task: weapons            | task: wepons             | guns.yaml:4: "wepons" is no task
            place: Weapons           | place: Guns              | guns.yaml:26: "Guns" is no name of the taxonomy
            {label: gun, place: Weapons, threshold: 0.7} | gun  | guns.yaml:26: label "gun" is not mapped
            {label: gun, place: Weapons, threshold: 0.7} | {label: gun} | guns.yaml:26: label "gun" is not mapped
            threshold: 0.7           | threshold: 7             | guns.yaml:26: 7 is not between 0 and 1
            sha256: 0000             | sha256: xyz0             | is no SHA-256
            layout: nchw             | layout: chw              | guns.yaml:11: "chw" is not one of nchw, nhwc
            kind: classifier         | kind: yolov9             | guns.yaml:8: "yolov9" is no adapter
            licence: CC0             | license: CC0             | guns.yaml:5: unknown key "license"
            scale: 255               | scale: 0                 | guns.yaml:14: nothing can be divided by 0
            mean: 0                  | mean: NaN                | guns.yaml:13: "NaN" is no number
            mean: 0                  | mean: 1e400              | guns.yaml:13: "1e400" is no number
            width: 8                 | padding: 300             | guns.yaml:8: "width" is missing
            filter: linear           | overlap: 0.5             | guns.yaml:16: unknown key "overlap"
            folder: somewhere        | archive: nowhere         | guns.yaml:21: archive "nowhere" is not in this file's "archives"
            """)
    void whatCannotBeUsedIsRefusedWithItsPlace(String good, String bad, String message) throws Exception {
        Path file = folder.resolve("guns.yaml");
        Files.writeString(file, ENTRY.replace(good, bad));
        assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(ManifestException.class).hasMessageContaining(message);
    }

    @Test
    void aSoftmaxOfOneOutputIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("guns.yaml"), ENTRY.replace("      - {label: none, place: ignore}\n", ""));
        assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(ManifestException.class)
                .hasMessageContaining("guns.yaml:8: softmax of one output is always 1");
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        assertThatThrownBy(() -> Manifest.read(latin)).isInstanceOf(ManifestException.class).hasMessageEndingWith("latin.yaml: is no text in UTF-8");
        Path control = Files.writeString(folder.resolve("control.yaml"), "a: \u0001");
        assertThatThrownBy(() -> Manifest.read(control)).isInstanceOf(ManifestException.class).hasMessageContaining("control.yaml: is not YAML");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws Exception {
        Path file = folder.resolve("guns.yaml");
        Files.writeString(file, ENTRY.replace("task: weapons", "task: wepons").replace("layout: nchw", "layout: chw").replace("place: Weapons", "place: Guns"));
        assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(ManifestException.class)
                .hasMessageContaining("guns.yaml:4: \"wepons\" is no task")
                .hasMessageContaining("guns.yaml:11: \"chw\" is not one of nchw, nhwc")
                .hasMessageContaining("guns.yaml:26: \"Guns\" is no name of the taxonomy");
    }

    @Test
    void anUnknownKeyHidesNothingElseOfItsModel() throws Exception {
        Path file = folder.resolve("guns.yaml");
        Files.writeString(file, "modells: {}\n" + ENTRY.replace("licence: CC0", "license: CC0").replace("layout: nchw", "layout: chw"));
        assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(ManifestException.class)
                .hasMessageContaining("guns.yaml:1: unknown key \"modells\"")
                .hasMessageContaining("unknown key \"license\"")
                .hasMessageContaining("\"licence\" is missing")
                .hasMessageContaining("\"chw\" is not one of nchw, nhwc");
    }

    @Test
    void aMissingLabelListIsRefused() throws Exception {
        Path file = folder.resolve("guns.yaml");
        Files.writeString(file, ENTRY.substring(0, ENTRY.indexOf("    labels:")));
        assertThatThrownBy(() -> Manifest.read(file)).hasMessageContaining("model \"guns\" has no label list");
    }
}
