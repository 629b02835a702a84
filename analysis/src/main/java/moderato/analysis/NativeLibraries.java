package moderato.analysis;

import moderato.models.OnnxRuntime;

/** The native libraries of the steps that look at frames and listen. */
public final class NativeLibraries {

    private NativeLibraries() {}

    /**
     * Loads them on a thread of its own, while the video is still being decoded: that takes half a second which nobody needs to wait for. What fails
     * here fails again, and is said, where it is needed.
     *
     * @return the thread
     */
    public static Thread loadAhead() {
        return Thread.ofPlatform().daemon().name("load libraries").start(() -> {
            try {
                OnnxRuntime.environment();
                Bitmap.filled(1, 1, 0).close();
            } catch (RuntimeException | LinkageError e) {
                return;
            }
        });
    }
}
