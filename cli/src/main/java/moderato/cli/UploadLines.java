package moderato.cli;

import java.io.PrintWriter;

/** What is said of uploads, a line each, from several threads. */
record UploadLines(PrintWriter out, PrintWriter err, boolean debug) {

    synchronized void done(String key, String what) {
        out.println(key + ": " + what);
        out.flush();
    }

    synchronized void failed(String key, Exception why) {
        if (debug) {
            why.printStackTrace(err);
        }
        err.println("moderato: " + key + ": " + why.getMessage());
        err.flush();
    }
}
