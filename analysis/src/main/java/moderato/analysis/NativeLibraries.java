package moderato.analysis;

import moderato.models.OnnxRuntime;

/** The native libraries of the steps that look at frames and listen. */
public final class NativeLibraries {

    private NativeLibraries() {}

    /** Loads them, if that is possible: what fails here fails again, and is said, where it is needed. */
    public static void load() {
        try {
            OnnxRuntime.environment();
            Bitmap.filled(1, 1, 0).close();
        } catch (RuntimeException | LinkageError e) {
            return;
        }
    }
}
