package moderato.analysis;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextNormalizerTest {

    private final TextNormalizer normalizer = new TextNormalizer(
            Map.of("you", 2017, "are", 2024, "stupid", 5236, "the", 1996, "class", 2465, "women", 2308, "hello", 7592, "hate", 5223),
            Set.of("stupid", "idiot", "fuck", "you", "women", "hate"), Set.of("people", "of", "back"));

    @Test
    void digitsAndSignsReadAsLetters() {
        assertThat(normalizer.normalize("you id1ot")).isEqualTo("you idiot");
        assertThat(normalizer.normalize("$tup1d")).isEqualTo("stupid");
        assertThat(normalizer.normalize("f*ck you")).isEqualTo("fuck you");
    }

    @Test
    void spacedAndStretchedLettersReadAsWords() {
        assertThat(normalizer.normalize("y o u  a r e  s t u p i d")).isEqualTo("you are stupid");
        assertThat(normalizer.normalize("s.t.u.p.i.d")).isEqualTo("stupid");
        assertThat(normalizer.normalize("stuuuupid")).isEqualTo("stupid");
    }

    @Test
    void slipsAndMissingSpacesAreRepaired() {
        assertThat(normalizer.normalize("hello wmoen")).isEqualTo("hello women");
        assertThat(normalizer.normalize("hatewomen")).isEqualTo("hate women");
        assertThat(normalizer.normalize("I htae some peple")).isEqualTo("I hate some people");
    }

    @Test
    void shortWordsThatMissOrAddALetterStay() {
        assertThat(normalizer.normalize("hte hatex baack")).isEqualTo("hte hatex baack");
    }

    @Test
    void innocentWordsNumbersAndNamesStay() {
        assertThat(normalizer.normalize("the class of 1984 at 10:30, room B12")).isEqualTo("the class of 1984 at 10:30, room B12");
        assertThat(normalizer.normalize("U S A")).isEqualTo("U S A");
    }

    @Test
    void entitiesLinksAndHandlesAreResolved() {
        assertThat(normalizer.normalize("RT @someone: hello &amp; see http://example.org/x")).isEqualTo("@user hello & see");
    }
}
