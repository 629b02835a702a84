package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import moderato.media.MediaException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What went wrong as a user reads it. Not by real files: whoever may do everything is refused nothing. */
class ErrorReportTest {

    @Test
    void filesThatCannotBeReadOrWrittenAreNamedWithTheReason() {
        assertThat(said(ExitCode.IO_ERROR, new AccessDeniedException("clip.mp4"))).isEqualTo("moderato: clip.mp4: permission denied");
        assertThat(said(ExitCode.IO_ERROR, new FileSystemException("out", null, "Read-only file system"))).isEqualTo("moderato: out: Read-only file system");
        assertThat(said(ExitCode.IO_ERROR, new FileAlreadyExistsException("out"))).isEqualTo("moderato: out: is there already, and is no folder");
        assertThat(said(ExitCode.IO_ERROR, new UncheckedIOException(new IOException("out/clip.json: No space left on device"))))
                .isEqualTo("moderato: out/clip.json: No space left on device");
        assertThat(said(ExitCode.IO_ERROR, new FileSystemException("model.onnx", "home/model.onnx", "No space left on device")))
                .isEqualTo("moderato: model.onnx cannot be brought to home/model.onnx: No space left on device");
        assertThat(said(ExitCode.BAD_INPUT, new NoSuchFileException("clip.mp4"))).isEqualTo("moderato: clip.mp4: no such file or folder");
        assertThat(said(ExitCode.BAD_INPUT, new MediaException(MediaException.Reason.UNREADABLE, "'clip.mp4' may not be read: its rights forbid it.")))
                .isEqualTo("moderato: 'clip.mp4' may not be read: its rights forbid it.");
    }

    @Test
    void aBugAsksToBeReportedAndShowsItsTraceWhenAskedTo() {
        assertThat(said(ExitCode.BUG, new IllegalStateException("two"))).contains("this is a bug in moderato", "moderato hash", "--debug").doesNotContain("\tat ");
        StringWriter traced = new StringWriter();
        new ErrorReport(new PrintWriter(traced, true), true).failure(new IllegalStateException("two"), List.of("moderato hash"));
        assertThat(traced.toString()).contains("\tat ");
    }

    private static String said(int code, Exception error) {
        StringWriter err = new StringWriter();
        assertThat(new ErrorReport(new PrintWriter(err, true), false).failure(error, List.of("moderato hash"))).isEqualTo(code);
        return err.toString().strip();
    }
}
