package moderato.analysis;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowGrammarTest {

    @Test
    void everySlotOfTheShippedGrammarIsFilled() {
        assertThat(RowGrammar.shipped().rows(1)).extracting(ToxicityRow::text).noneMatch(text -> text.contains("{") || text.contains("}"));
    }

    @Test
    void theSameSeedDrawsTheSameRows() {
        assertThat(texts(3)).isEqualTo(texts(3)).isNotEqualTo(texts(4));
    }

    @Test
    void aWrongLineIsNamed() {
        assertThatThrownBy(() -> new RowGrammar(List.of("# a grammar", "no block yet"), "a.txt")).hasMessageStartingWith("a.txt:2: ");
    }

    private static List<String> texts(long seed) {
        return RowGrammar.shipped().rows(seed).stream().map(ToxicityRow::text).toList();
    }
}
