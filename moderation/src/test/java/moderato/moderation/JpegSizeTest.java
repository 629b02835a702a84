package moderato.moderation;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JpegSizeTest {

    @Test
    void aPictureSaysHowLargeItIs() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(320, 18, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        assertThat(JpegSize.of(bytes.toByteArray())).contains(new JpegSize(320, 18));
    }

    @Test
    void whatIsNoPictureHasNoSize() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(320, 18, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        assertThat(JpegSize.of(Arrays.copyOf(bytes.toByteArray(), 100))).isEmpty();
        assertThat(JpegSize.of("GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII))).isEmpty();
        assertThat(JpegSize.of(new byte[0])).isEmpty();
    }
}
