package moderato.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TextLinesTest {

    @Test
    void aTextALineWhateverItsEnd() throws Exception {
        assertThat(read("\uFEFFone\r\n\r\ntwo\u0000\n{\"text\": \"three\"}")).containsExactly("one", "", "two\u0000", "{\"text\": \"three\"}");
        assertThat(read("")).isEmpty();
        assertThat(read("{\"other\": 1}")).containsExactly("{\"other\": 1}");
        assertThat(read("{no JSON")).containsExactly("{no JSON");
    }

    @Test
    void jsonLinesWhereTheFirstIsOne() throws Exception {
        assertThat(read("\uFEFF{\"text\": \"one\", \"id\": 7}\n\n{\"text\": \"\"}\r\n{\"text\": \"a\\nb\"}\n")).containsExactly("one", "", "a\nb");
    }

    @Test
    void aLineThatIsNoObjectWithTextIsNamed() {
        assertThatThrownBy(() -> read("{\"text\": \"one\"}\nplain")).isInstanceOf(CommandException.class).hasMessageStartingWith("in.txt:2: no JSON");
        assertThatThrownBy(() -> read("{\"text\": \"one\"}\n{\"text\": 5}")).hasMessage("in.txt:2: expected an object with \"text\"");
    }

    @Test
    void longLinesAreNotGathered() throws Exception {
        String line = "x".repeat(1 << 20);
        TextLines texts = lines(line + "\n" + line + "\n");
        assertThat(texts.next()).containsExactly(line);
        assertThat(texts.next()).containsExactly(line);
        assertThat(texts.next()).isEmpty();
    }

    private static List<String> read(String text) throws IOException {
        TextLines lines = lines(text);
        List<String> all = new ArrayList<>();
        for (List<String> some = lines.next(); !some.isEmpty(); some = lines.next()) {
            all.addAll(some);
        }
        return all;
    }

    private static TextLines lines(String text) {
        return new TextLines(new BufferedReader(new StringReader(text)), "in.txt");
    }
}
