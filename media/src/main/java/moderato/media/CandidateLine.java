package moderato.media;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.ffmpeg.avutil.AVFrame;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

/**
 * Makes candidates out of the frames chosen for it, one after the other on a thread of its own, and sends them in their order: scaling and JPEG take a
 * fourth of the time that decoding takes, and need not wait for each other.
 */
final class CandidateLine {

    private final FrameMaker maker;
    private final DecodeRequest.Pixels pixels;
    private final Output output;
    private final int mostWaiting;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("candidates").factory());
    private final Deque<Future<?>> waiting = new ArrayDeque<>();

    /**
     * A line that holds some frames.
     *
     * @param mostWaiting how many frames may wait, which keeps their memory: 0 makes each on the thread that brings it
     */
    CandidateLine(FrameMaker maker, DecodeRequest.Pixels pixels, Output output, int mostWaiting) {
        this.maker = maker;
        this.pixels = pixels;
        this.output = output;
        this.mostWaiting = mostWaiting;
    }

    /**
     * What is known of a chosen frame.
     *
     * @param cut whether it follows a cut
     * @param stored whether its picture is wanted
     */
    record Chosen(Sampler.Choice choice, int index, double seconds, boolean cut, boolean stored) {}

    /**
     * Takes a frame, of which it keeps a reference.
     *
     * @throws IOException as it was met with this frame or an earlier one; {@link DecodeFailure} likewise
     */
    void take(AVFrame frame, Chosen chosen) throws IOException, DecodeFailure {
        if (mostWaiting == 0) {
            send(frame, chosen);
            return;
        }
        if (waiting.size() >= mostWaiting) {
            await(waiting.removeFirst());
        }
        AVFrame kept = av_frame_clone(frame);
        if (kept == null || kept.isNull()) {
            throw new DecodeFailure(MediaException.Reason.TOO_LARGE, "takes more memory to decode than a media file may.");
        }
        waiting.add(worker.submit(() -> {
            try {
                send(kept, chosen);
                return null;
            } finally {
                av_frame_free(kept);
            }
        }));
    }

    /** Waits until every frame has been sent. */
    void finish() throws IOException, DecodeFailure {
        while (!waiting.isEmpty()) {
            await(waiting.removeFirst());
        }
    }

    private static void await(Future<?> sent) throws IOException, DecodeFailure {
        try {
            sent.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case DecodeFailure failed -> throw failed;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the decoding process's threads", e);
        }
    }

    private void send(AVFrame frame, Chosen chosen) throws IOException, DecodeFailure {
        boolean stored = chosen.stored();
        AVFrame ordinary = stored ? maker.ordinary(frame) : frame;
        Sampler.Choice choice = chosen.choice();
        output.send(new Message.Candidate(new Frame(
                choice.number(),
                chosen.index(),
                chosen.seconds(),
                choice.change(),
                choice.base(),
                chosen.cut(),
                choice.sameAs(),
                stored ? Optional.of(maker.luma(ordinary)) : Optional.empty(),
                stored && pixels == DecodeRequest.Pixels.JPEG ? Optional.of(maker.jpeg(ordinary)) : Optional.empty(),
                stored && pixels == DecodeRequest.Pixels.BGR ? Optional.of(maker.picture(ordinary)) : Optional.empty())));
    }
}
