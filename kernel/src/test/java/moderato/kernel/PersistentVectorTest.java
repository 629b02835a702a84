package moderato.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PersistentVectorTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 1055, 1056, 1057, 1088, 32_768, 32_799, 32_800, 32_801, 100_000})
    void builtAtOnceAndByAppendingAreTheSame(int size) {
        List<Integer> expected = IntStream.range(0, size).boxed().toList();
        PersistentVector<Integer> appended = PersistentVector.empty();
        for (Integer element : expected) {
            appended = appended.plus(element);
        }
        PersistentVector<Integer> copied = PersistentVector.copyOf(expected);

        assertThat(appended).isEqualTo(expected).isEqualTo(copied);
        assertThat(IntStream.range(0, size).mapToObj(copied::get)).isEqualTo(expected);
        assertThat(copied.plus(-1).plus(-2)).hasSize(size + 2).endsWith(-1, -2);
    }

    @Test
    void copiesNeverChangeWhatTheyCameFrom() {
        SplittableRandom random = new SplittableRandom(7);
        PersistentVector<Integer> vector = PersistentVector.repeat(0, 40);
        List<Integer> model = new ArrayList<>(vector);
        for (int i = 1; i < 5_000; i++) {
            PersistentVector<Integer> before = vector;
            List<Integer> modelBefore = i % 97 == 0 ? List.copyOf(model) : List.of();
            if (random.nextInt(3) == 0) {
                vector = vector.plus(i);
                model.add(i);
            } else {
                int at = random.nextInt(model.size());
                vector = vector.with(at, i);
                model.set(at, i);
            }
            if (i % 97 == 0) {
                assertThat(before).isEqualTo(modelBefore);
                assertThat(vector).isEqualTo(model);
            }
        }
    }

    @Test
    void theSameElementGivesTheSameVector() {
        PersistentVector<String> vector = PersistentVector.of("a", "b");
        assertThat(vector.with(1, "b")).isSameAs(vector);
        assertThat(PersistentVector.copyOf(vector)).isSameAs(vector);
    }

    @Test
    void refusesWhatIsOutsideAndChangesInPlace() {
        PersistentVector<Integer> vector = PersistentVector.of(1, 2, 3);
        assertThatThrownBy(() -> vector.get(3)).isInstanceOf(IndexOutOfBoundsException.class).hasMessageContaining("index 3");
        assertThatThrownBy(() -> vector.with(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vector.add(4)).isInstanceOf(UnsupportedOperationException.class);
    }
}
