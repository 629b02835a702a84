package moderato.media;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * The decoding process's work on a file that can be trusted, without limits and to the JVM's own end, which is when it writes its cache of classes:
 * {@link DecoderCache}.
 */
final class DecoderWarmUp {

    private DecoderWarmUp() {}

    public static void main(String[] words) throws IOException {
        Arguments arguments = Arguments.parse(words);
        DecoderMain.loadLibraries();
        Sandbox.gainNothing();
        DecoderMain.work(arguments, new FileInputStream(FileDescriptor.in).getChannel(), new Output(new FileOutputStream(FileDescriptor.out)));
    }
}
