package moderato.media;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.ffmpeg.avutil.AVFrame;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

/**
 * Decoded frames on their way to a thread of its own that looks at them, one after the other in their order, while the next are being decoded: comparing,
 * scaling and JPEG take up to as long as decoding does.
 */
final class FrameLine {

    /**
     * Where a frame is in the video.
     *
     * @param newSlot whether it is the first of a slot
     */
    record Place(double seconds, int index, boolean newSlot) {}

    /** What is done with a frame. */
    @FunctionalInterface
    interface Look {
        void at(AVFrame frame, Place place) throws IOException, DecodeFailure;
    }

    private final Look look;
    private final int mostWaiting;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("frames").factory());
    private final Deque<Future<?>> waiting = new ArrayDeque<>();

    /**
     * A line that holds some frames.
     *
     * @param mostWaiting how many frames may wait, which keeps their memory: 0 has each looked at by the thread that brings it
     */
    FrameLine(Look look, int mostWaiting) {
        this.look = look;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Takes a frame, of which it keeps a reference.
     *
     * @throws IOException as it was met with this frame or an earlier one; {@link DecodeFailure} likewise
     */
    void take(AVFrame frame, Place place) throws IOException, DecodeFailure {
        if (mostWaiting == 0) {
            look.at(frame, place);
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
                look.at(kept, place);
                return null;
            } finally {
                av_frame_free(kept);
            }
        }));
    }

    /** Waits until every frame has been looked at. */
    void finish() throws IOException, DecodeFailure {
        while (!waiting.isEmpty()) {
            await(waiting.removeFirst());
        }
    }

    private static void await(Future<?> looked) throws IOException, DecodeFailure {
        try {
            looked.get();
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
}
