package moderato.pipelines;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ParameterTest {

    @Test
    void aWholeDefaultOfAFloatIsTheValueThatTheSameTextGives() {
        Parameter rate = new Parameter("Rate", Parameter.Type.Float, Optional.of(IntNode.valueOf(2)), List.of());
        assertThat(rate.defaultValue()).isEqualTo(rate.coerce("2"));
        assertThat(Values.text(rate.defaultValue().orElseThrow())).isEqualTo("2.0");
    }
}
