package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KnownContentTest {

    private static final PdqHash ONE = PdqHash.parse("f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22");
    private static final PdqHash OTHER = PdqHash.parse("30a10efd71cc3d429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af");

    @TempDir
    Path folder;

    @Test
    void framesInARowMakeOneMatch() throws Exception {
        KnownContent content = new KnownContent(List.of(list("a.csv", ONE + ",advert")));

        assertThat(content.frame(0, new Pdq.Hashed(OTHER, 100))).isTrue();
        assertThat(content.frame(1, new Pdq.Hashed(ONE, 100))).isTrue();
        assertThat(content.frame(2, new Pdq.Hashed(new PdqHash(ONE.first() ^ 7, ONE.second(), ONE.third(), ONE.fourth()), 80))).isTrue();
        assertThat(content.frame(3, new Pdq.Hashed(OTHER, 100))).isTrue();
        assertThat(content.frame(4, new Pdq.Hashed(ONE, 100))).isTrue();

        List<ObjectNode> lines = content.lines(5);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).toString())
                .isEqualTo("{\"start\":1.0,\"end\":3.0,\"label\":\"advert\",\"list\":\"a.csv\",\"stop\":false,\"distance\":0,\"hash\":\"" + ONE
                        + "\",\"share\":0.6}");
        assertThat(lines.get(1).get("end").doubleValue()).isEqualTo(5);
        assertThat(content.stopped()).isFalse();
    }

    @Test
    void aPlainPictureMatchesNothing() throws Exception {
        KnownContent content = new KnownContent(List.of(list("a.csv", "# stop", ONE + ",x")));

        assertThat(content.frame(0, new Pdq.Hashed(ONE, KnownContent.QUALITY - 1))).isTrue();
        assertThat(content.lines(1)).isEmpty();
    }

    @Test
    void aStopListStops() throws Exception {
        KnownContent content = new KnownContent(List.of(list("a.csv", ONE + ",x"), list("b.csv", "# stop", "hash,label", ONE + ",\"a, \"\"b\"\"\"")));

        assertThat(content.frame(2, new Pdq.Hashed(ONE, 100))).isFalse();
        assertThat(content.stopped()).isTrue();
        assertThat(content.lines(2)).extracting(line -> line.get("label").textValue()).containsExactly("x", "a, \"b\"");
        assertThat(content.lines(2)).extracting(line -> line.get("stop").booleanValue()).containsExactly(false, true);
    }

    @Test
    void badLinesAreNamed() {
        assertThatThrownBy(() -> list("a.csv", "hash,label", "", ONE.toString()))
                .isInstanceOf(HashListException.class)
                .hasMessage("a.csv:3: expected hash,label");
        assertThatThrownBy(() -> list("a.csv", "# mine", "xyz,label"))
                .hasMessageStartingWith("a.csv:2: the hash is not 64 hexadecimal digits; lines are hash,label");
        assertThatThrownBy(() -> list("a.csv", ONE + ", "))
                .hasMessage("a.csv:1: expected hash,label");
    }

    private HashList list(String name, String... lines) throws Exception {
        return HashList.read(Files.write(folder.resolve(name), List.of(lines)));
    }
}
