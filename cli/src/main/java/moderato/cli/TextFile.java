package moderato.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of text that a user names. */
final class TextFile {

    static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {
    }

    /**
     * The text of a file in UTF-8, without the mark that some editors put before it.
     *
     * @throws CommandException when there is no such file, or it holds no such text
     */
    static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandException(ExitCode.BAD_INPUT, file + ": is a folder, not a file");
        }
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.BAD_INPUT, file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new CommandException(ExitCode.BAD_INPUT, file + ": not text in UTF-8", e);
        }
    }
}
