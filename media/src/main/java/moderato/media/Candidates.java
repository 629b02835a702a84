package moderato.media;

import java.io.IOException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

/** The choice of candidates among decoded frames, and their making and sending. */
final class Candidates {

    private final DecodeRequest.Pixels pixels;
    private final Sampler sampler;
    private final FrameMaker maker;
    private final Output output;
    private final AVFrame pending = av_frame_alloc();
    private Optional<Fingerprint> pendingPrint = Optional.empty();
    private double pendingSeconds;
    private int pendingIndex;

    Candidates(MediaFile file, DecodeRequest request, Output output) {
        this.pixels = request.pixels();
        this.sampler = new Sampler(request.sampling());
        this.maker = new FrameMaker(file, request);
        this.output = output;
    }

    /** Looks at the next decoded frame. */
    void look(AVFrame frame, FrameLine.Place place) throws IOException, DecodeFailure {
        Fingerprint fingerprint = maker.fingerprint(frame);
        boolean pendingCut = sampler.pendingCut();
        switch (sampler.offer(place.newSlot(), fingerprint)) {
            case DROP -> {}
            case REPLACE -> hold(frame, fingerprint, place);
            case NEXT -> {
                take(pendingCut);
                hold(frame, fingerprint, place);
            }
        }
    }

    private void hold(AVFrame frame, Fingerprint fingerprint, FrameLine.Place place) {
        av_frame_unref(pending);
        av_frame_ref(pending, frame);
        pendingPrint = Optional.of(fingerprint);
        pendingSeconds = place.seconds();
        pendingIndex = place.index();
    }

    private void take(boolean cut) throws IOException, DecodeFailure {
        if (pendingPrint.isEmpty()) {
            return;
        }
        Optional<Sampler.Choice> taken = sampler.take(pendingSeconds, pendingPrint.get(), cut);
        if (taken.isPresent()) {
            send(taken.get(), cut);
        }
        pendingPrint = Optional.empty();
    }

    private void send(Sampler.Choice choice, boolean cut) throws IOException, DecodeFailure {
        boolean stored = choice.sameAs().isEmpty() || sampler.keepsAll();
        AVFrame ordinary = stored ? maker.ordinary(pending) : pending;
        Frame frame = new Frame(
                choice.number(),
                pendingIndex,
                pendingSeconds,
                choice.change(),
                choice.base(),
                choice.moved(),
                cut,
                choice.sameAs(),
                stored ? Optional.of(maker.luma(ordinary)) : Optional.empty(),
                stored && pixels == DecodeRequest.Pixels.JPEG ? Optional.of(maker.jpeg(ordinary)) : Optional.empty(),
                stored && pixels == DecodeRequest.Pixels.BGR ? Optional.of(maker.picture(ordinary)) : Optional.empty());
        output.send(new Message.Candidate(frame));
    }

    /** Delivers what is still held back. */
    void finish() throws IOException, DecodeFailure {
        take(sampler.pendingCut());
    }
}
