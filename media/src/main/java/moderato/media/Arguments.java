package moderato.media;

import java.util.List;

/**
 * What the decoding process is told on its command line: numbers and words only, never a file's name.
 *
 * @param probeOnly whether to stop after the headers
 * @param request what is wanted
 * @param memoryMegabytes the most memory the process may hold
 * @param threads decoding threads
 */
record Arguments(boolean probeOnly, DecodeRequest request, int memoryMegabytes, int threads) {

    static Arguments of(String mode, DecodeRequest request, DecoderSettings settings) {
        return new Arguments(mode.equals("probe"), request, settings.memoryMegabytes(), settings.threads());
    }

    List<String> toList() {
        String sampling = switch (request.sampling()) {
            case Sampling.Adaptive() -> "adaptive";
            case Sampling.Fixed(double framesPerSecond) -> Double.toString(framesPerSecond);
            case Sampling.Every() -> "every";
        };
        return List.of(
                probeOnly ? "probe" : "decode",
                sampling,
                request.pixels().name(),
                Integer.toString(request.longerSide()),
                Integer.toString(request.lumaSide()),
                Boolean.toString(request.audio()),
                Integer.toString(memoryMegabytes),
                Integer.toString(threads));
    }

    static Arguments parse(String[] words) {
        Sampling sampling = words[1].equals("every") ? new Sampling.Every() : Sampling.parse(words[1]);
        DecodeRequest request = new DecodeRequest(
                sampling,
                DecodeRequest.Pixels.valueOf(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Boolean.parseBoolean(words[5]));
        return new Arguments(words[0].equals("probe"), request, Integer.parseInt(words[6]), Integer.parseInt(words[7]));
    }
}
