package moderato.media;

import com.sun.net.httpserver.HttpServer;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** Files that want other files or addresses to be opened. */
class UntrustedFileTest {

    private static final String HLS = """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:2
            #EXT-X-MEDIA-SEQUENCE:0
            #EXTINF:2.0,
            TARGET
            #EXT-X-ENDLIST
            """;

    private static final String DASH = """
            <?xml version="1.0"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:isoff-main:2011">
            <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000" width="16" height="16">
            <BaseURL>TARGET</BaseURL></Representation></AdaptationSet></Period></MPD>
            """;

    private static final String CONCAT = "ffconcat version 1.0\nfile 'TARGET'\n";

    private static final String SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n";

    @TempDir
    Path folder;

    private HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {HLS, DASH, CONCAT, SDP})
    void playlistsAreRefusedAndNoAddressIsAsked(String playlist) throws Exception {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/clip.mp4";
        Path file = Files.writeString(folder.resolve("clip.mp4"), playlist.replace("TARGET", address));

        assertRefused(file);
        assertThat(requests).hasValue(0);
    }

    @Test
    void thePlaylistWouldHaveBeenFollowed() throws Exception {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/clip.ts";
        Path file = Files.writeString(folder.resolve("clip.mp4"), HLS.replace("TARGET", address));

        Clips.program(List.of("-v", "quiet", "-f", "hls", "-allowed_extensions", "ALL", "-extension_picky", "0", "-protocol_whitelist",
                        "file,http,tcp", "-i", file.toString(), "-f", "null", "-"))
                .start()
                .waitFor();

        assertThat(requests).hasPositiveValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {HLS, DASH, CONCAT})
    void playlistsAreRefusedAndNoFileIsOpened(String playlist) throws Exception {
        Path canary = folder.resolve("canary.ts");
        assertThat(new ProcessBuilder("mkfifo", canary.toString()).start().waitFor()).isZero();
        CountDownLatch opened = new CountDownLatch(1);
        // Opening a pipe for writing waits until somebody opens it for reading: that is how a look at it would be seen.
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try (FileOutputStream out = new FileOutputStream(canary.toFile())) {
                opened.countDown();
                out.flush();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Path file = Files.writeString(folder.resolve("clip.mp4"), playlist.replace("TARGET", canary.toString()));

        assertRefused(file);
        assertThat(opened.getCount()).isEqualTo(1);
        try (FileInputStream reader = new FileInputStream(canary.toFile())) {
            assertThat(reader.read()).isEqualTo(-1);
        }
        writer.join();
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> Collected.of(file, new Sampling.Adaptive(), DecodeRequest.Pixels.JPEG))
                .asInstanceOf(type(MediaException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(MediaException.Reason.REFUSED);
                    assertThat(refusal).hasMessageContaining("clip.mp4' is a playlist");
                });
    }
}
