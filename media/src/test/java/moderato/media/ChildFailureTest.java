package moderato.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import moderato.media.MediaException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class ChildFailureTest {

    private static final DecodeRequest EVERY =
            new DecodeRequest(new Sampling.Every(), DecodeRequest.Pixels.BGR, 960, DecodeRequest.FULL_LUMA, true);

    @TempDir
    Path folder;

    @Test
    void aChildKilledInMidDecodeFailsOnlyItsOwnVideo() throws Exception {
        Path one = longClip("one.mp4");
        Path other = longClip("other.mp4");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<DecodeResult> unharmed = pool.submit(() -> new Decoder().decode(other, EVERY, frame -> {
                running.countDown();
                await(killed);
                return true;
            }));
            running.await();
            long before = ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
            Callable<DecodeResult> doomed = () -> new Decoder().decode(one, EVERY, frame -> {
                if (frame.number() == 3) {
                    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive).count()).isEqualTo(before + 1);
                    youngestChild().destroyForcibly();
                }
                return true;
            });

            assertThatThrownBy(doomed::call).asInstanceOf(type(MediaException.class)).satisfies(failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.CHILD_ENDED);
                assertThat(failure).hasMessageContaining("one.mp4' could not be decoded: the decoding process ended").hasMessageContaining("signal 9");
            });
            killed.countDown();
            assertThat(unharmed.get().framesDecoded()).isEqualTo(200);
        }
        assertThat(new Decoder().decode(one, EVERY, frame -> true).framesDecoded()).isEqualTo(200);
    }

    @Test
    void aCacheOfClassesThatIsNoneIsPassedOver() throws Exception {
        Path clip = Clips.ordinary(folder.resolve("clip.mp4"));
        int frames = new Decoder().decode(clip, EVERY, frame -> true).framesDecoded();
        System.setProperty(DecoderCache.PROPERTY, Files.writeString(folder.resolve("decoder.aot"), "no cache").toString());
        try {
            assertThat(new Decoder().decode(clip, EVERY, frame -> true).framesDecoded()).isEqualTo(frames).isPositive();
        } finally {
            System.clearProperty(DecoderCache.PROPERTY);
        }
    }

    @Test
    void aChildWithoutProgressIsEnded() throws Exception {
        Path file = longClip("a.mp4");
        DecoderSettings impatient = new DecoderSettings(64, 512, 1, Duration.ofSeconds(1));

        assertThatThrownBy(() -> new Decoder(impatient).decode(file, EVERY, frame -> {
                    if (frame.number() == 3) {
                        stop(youngestChild());
                    }
                    return true;
                }))
                .asInstanceOf(type(MediaException.class))
                .satisfies(failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.CHILD_STUCK);
                    assertThat(failure).hasMessageContaining("made no progress for 1 seconds");
                });
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aParentThatTakesItsTimeIsNoStandstill() throws Exception {
        Path file = longClip("a.mp4");
        DecoderSettings impatient = new DecoderSettings(64, 512, 1, Duration.ofSeconds(6));
        CountDownLatch never = new CountDownLatch(1);

        DecodeResult result = new Decoder(impatient).decode(file, EVERY, frame -> {
            if (frame.number() == 3) {
                assertThat(awaitFor(never, Duration.ofMillis(6500))).isFalse();
            }
            return true;
        });
        assertThat(result.framesDecoded()).isEqualTo(200);
    }

    @Test
    void anInterruptEndsTheChild() throws Exception {
        Path file = longClip("a.mp4");

        assertThatThrownBy(() -> new Decoder().decode(file, EVERY, frame -> {
                    Thread.currentThread().interrupt();
                    return true;
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void troubleOfTheSinkIsPassedOn() throws Exception {
        Path file = longClip("a.mp4");

        assertThatThrownBy(() -> new Decoder().decode(file, EVERY, frame -> {
                    throw new IOException("disk full");
                }))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void memoryIsBounded() throws Exception {
        Path file = Clips.make(folder.resolve("a.mov"), "-f", "lavfi", "-i", "testsrc2=size=6000x6000:rate=1:duration=2", "-c:v", "png");
        DecoderSettings small = new DecoderSettings(48, 192, 2, Duration.ofSeconds(20));

        assertThatThrownBy(() -> new Decoder(small).decode(file, EVERY, frame -> true))
                .asInstanceOf(type(MediaException.class))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    private Path longClip(String name) throws Exception {
        return Clips.make(folder.resolve(name), "-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=8", "-c:v", "mpeg4");
    }

    private static ProcessHandle youngestChild() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).max((a, b) -> Long.compare(a.pid(), b.pid())).orElseThrow();
    }

    private static void stop(ProcessHandle process) throws IOException {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static boolean awaitFor(CountDownLatch latch, Duration time) throws IOException {
        try {
            return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
