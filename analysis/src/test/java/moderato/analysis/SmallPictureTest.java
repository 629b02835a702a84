package moderato.analysis;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SmallPictureTest {

    @Test
    void itKeepsItsProportionAndIsNeverMadeLarger() throws Exception {
        for (int[] sizes : new int[][] {{960, 540, 320, 180}, {100, 40, 100, 40}, {900, 1, 320, 1}}) {
            try (Bitmap made = Bitmap.filled(sizes[0], sizes[1], 90)) {
                byte[] large = coded(made);
                try (Bitmap small = Bitmap.decode(SmallPicture.of(large, 320, 60).orElseThrow(), "made")) {
                    assertThat(List.of(small.width(), small.height())).containsExactly(sizes[2], sizes[3]);
                    assertThat(small.pixels()[0]).isBetween((byte) 88, (byte) 92);
                }
            }
        }
    }

    private static byte[] coded(Bitmap picture) {
        BytePointer coded = new BytePointer();
        opencv_imgcodecs.imencode(".png", picture.mat(), coded);
        byte[] bytes = new byte[(int) coded.limit()];
        coded.get(bytes);
        return bytes;
    }

    @Test
    void whatIsNoPictureHasNone() {
        assertThat(SmallPicture.of(new byte[] {1, 2, 3}, 320, 60)).isEqualTo(Optional.empty());
        assertThat(SmallPicture.of(new byte[0], 320, 60)).isEqualTo(Optional.empty());
    }
}
