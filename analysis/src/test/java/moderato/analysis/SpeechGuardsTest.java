package moderato.analysis;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpeechGuardsTest {

    @Test
    void repetitionIsNoTranscript() {
        assertThat(SpeechGuards.repeats("thank you thank you thank you thank you thank you")).isTrue();
        assertThat(SpeechGuards.repeats("Yes, I'm a young, young, young, young, and I'm a young, young, young, young,")).isTrue();
        assertThat(SpeechGuards.repeats("no no no, I will not go there")).isFalse();
        assertThat(SpeechGuards.repeats("we shall fight on the beaches, we shall fight on the landing grounds, we shall fight in the fields")).isFalse();
    }

    @Test
    void silenceAndDoubtNeedNoHearing() {
        assertThat(SpeechGuards.beforeHearing(new float[16000], 0.99)).contains("silence");
        float[] loud = new float[16000];
        Arrays.fill(loud, 0.1f);
        assertThat(SpeechGuards.beforeHearing(loud, 0.3)).contains("no clear voice");
        assertThat(SpeechGuards.beforeHearing(loud, 0.9)).isEmpty();
    }

    @Test
    void whatTheRecogniserDoesNotBelieveIsDropped() {
        assertThat(SpeechGuards.afterHearing(heard("hello there my friend", 0.2, true))).contains("low confidence");
        assertThat(SpeechGuards.afterHearing(heard("hello there my friend", 0.9, true))).isEmpty();
        assertThat(SpeechGuards.afterHearing(heard("hello there my friend", 0.9, false))).contains("repetition");
        assertThat(SpeechGuards.afterHearing(heard("...", 0.9, true))).contains("no words");
    }

    @Test
    void doubtfulSpeechDoesNotCountAsEnglish() {
        assertThat(EnglishGate.judge(heard("a perfectly clear sentence", 0.9, true), 4, 0.95).english()).isTrue();
        assertThat(EnglishGate.judge(heard("the most important thing is", 0.4, true), 4, 0.95).english()).isFalse();
        assertThat(EnglishGate.judge(heard("", 0.4, true), 4, 0.95).english()).isFalse();
        assertThat(EnglishGate.judge(heard("", 0.4, true), 0.8, 0.95).english()).isTrue();
    }

    private static Moonshine.Heard heard(String text, double probability, boolean complete) {
        return new Moonshine.Heard(text, List.of(1, 5, 2), List.of(probability, probability), complete);
    }
}
