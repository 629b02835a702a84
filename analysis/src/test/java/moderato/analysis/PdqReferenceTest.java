package moderato.analysis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moderato.media.DecodeRequest;
import moderato.media.Decoder;
import moderato.media.Frame;
import moderato.media.Sampling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("shared")
class PdqReferenceTest {

    private static final Path PDQ = Path.of("../shared/pdq");

    @ParameterizedTest
    @CsvSource({
        "aaa-orig.jpg, f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
        "blur-a-lot.jpg, f8f8f0cee0f4a84f0637022a038f67f0b36e26d596621e1d33e6b39c4e9c9b22",
        "shrink-a-lot.jpg, d0f8f1ccc0f4a84d0a370a3a228f67f0b36e2ed5b6623e1d33e6339c4e9c9b22",
        "square-256x256.jpg, d8f8f0cec4f4a84f0637022a078f67f0b36e2ee5b6621e1d33e6239c4e9c9b22",
        "bridge-2-rotate-90.jpg, 30a10efd71cc3d429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af"
    })
    void pictures(String name, String expected) throws Exception {
        Pdq.Hashed hashed = Pdq.hash(new Decoder().picture(PDQ.resolve(name)));

        assertThat(hashed.hash().distance(PdqHash.parse(expected))).isLessThanOrEqualTo(10);
        assertThat(hashed.quality()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"doorknob-hd-no-bar", "pattern-sd-with-small-logo-bar"})
    void frames(String name) throws Exception {
        List<String> expected = Files.readAllLines(PDQ.resolve(name + ".vpdq.txt"));
        List<Frame> frames = new ArrayList<>();
        DecodeRequest request = new DecodeRequest(new Sampling.Every(), DecodeRequest.Pixels.NONE, 960, DecodeRequest.FULL_LUMA, false);
        new Decoder().decode(PDQ.resolve(name + ".mp4"), request, frames::add);

        assertThat(frames).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            String[] fields = expected.get(i).split(",");
            Pdq.Hashed hashed = Pdq.hash(frames.get(i).luma().orElseThrow());
            int quality = Integer.parseInt(fields[1]);
            int distance = hashed.hash().distance(PdqHash.parse(fields[2]));
            if (quality >= 80) {
                assertThat(distance).as("frame %d", i).isLessThanOrEqualTo(10);
            }
            assertThat(Math.abs(hashed.quality() - quality)).isLessThanOrEqualTo(3);
        }
    }
}
