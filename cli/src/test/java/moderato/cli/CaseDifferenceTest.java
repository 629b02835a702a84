package moderato.cli;

import moderato.states.CaseResult.Difference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How failing cases are told. */
class CaseDifferenceTest {

    @Test
    void namesThePlacesThatDifferInDocuments() {
        Difference difference = new Difference("output", "{\"a\":{\"b\":[1,2]},\"same\":0}", "{\"a\":{\"b\":[1,3]},\"same\":0,\"c/d\":1}");
        assertThat(CaseDifference.lines(difference)).containsExactly("  output /a/b/1", "    expected 2", "    but was  3", "  output /c~1d", "    expected nothing",
                "    but was  1");
    }

    @Test
    void tellsEventsFromTheFirstThatDiffers() {
        assertThat(CaseDifference.lines(new Difference("events", "A B C", "A B D E"))).containsExactly("  events, from number 3 of 4", "    expected C", "    but was  D E");
        assertThat(CaseDifference.lines(new Difference("events", "A B", "A"))).containsExactly("  events, from number 2 of 1", "    expected B", "    but was  no more");
    }

    @Test
    void tellsTextsAsTheyAre() {
        assertThat(CaseDifference.lines(new Difference("cause", "this", "that"))).containsExactly("  cause", "    expected this", "    but was  that");
    }
}
