package moderato.analysis;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** The native OpenCV library, loaded once, and kept to the calling thread. */
final class OpenCv {

    static {
        // The loader warns on standard error that OpenBLAS is of another release; the interface is the same.
        System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
        Loader.load(opencv_imgproc.class);
        Loader.load(opencv_imgcodecs.class);
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Makes sure that the library is there; call it before any other use of OpenCV. */
    static void load() {
        // The class initialiser does the work.
    }
}
