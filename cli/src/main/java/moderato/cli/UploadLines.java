package moderato.cli;

import java.io.PrintWriter;
import java.util.List;

/** What is said of uploads, a line each, from several threads. */
record UploadLines(PrintWriter out, PrintWriter err, boolean debug) {

    synchronized void done(String key, String what) {
        out.println(key + ": " + what);
        out.flush();
    }

    synchronized void failed(String key, Exception why) {
        new ErrorReport(err, debug, key + ": ").failure(why, List.of("moderato", "watch"));
        err.flush();
    }
}
