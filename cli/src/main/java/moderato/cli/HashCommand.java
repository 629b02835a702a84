package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import moderato.analysis.ContentHasher;
import moderato.media.Decoder;
import moderato.media.MediaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moderato hash}: the PDQ hashes of pictures and videos. */
@Command(name = "hash", description = {"Prints the PDQ hashes of pictures and videos, to make hash lists of.",
        "What it prints:",
        "file,hash,quality for a picture; a line frame,quality,hash,seconds for each frame of a video.",
        "With --label the lines of a hash list instead, hash,label, without pictures too plain to be recognised."}, footer = {"", "Examples:",
                "  moderato hash poster.png clip.mp4", "  moderato hash --label 'old trailer' clip.mp4 >> known.csv"})
final class HashCommand implements Callable<Integer> {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "print a JSON object a line")
    private boolean json;

    @Option(names = "--label", paramLabel = "LABEL", description = "print the lines of a hash list, for moderato moderate --hash-list")
    private Optional<String> label = Optional.empty();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "pictures and videos")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (json && label.isPresent()) {
            throw new CommandException(ExitCode.USAGE, "--json and --label do not go together: a hash list has lines of hash,label");
        }
        ContentHasher hasher = new ContentHasher(new Decoder());
        List<Integer> codes = new ArrayList<>();
        for (Path file : files) {
            try {
                hasher.hash(file, hash -> line(file, hash).ifPresent(out::println));
            } catch (MediaException e) {
                err.println("moderato: " + e.getMessage());
                codes.add(ExitCode.BAD_INPUT);
            }
            out.flush();
        }
        return ExitCode.mostSevere(codes);
    }

    private Optional<String> line(Path file, ContentHasher.ContentHash hash) throws IOException {
        return label.isPresent() ? hash.listed(label.get()) : Optional.of(json ? jsonLine(file, hash) : hash.line(file.toString()));
    }

    private static String jsonLine(Path file, ContentHasher.ContentHash hash) throws IOException {
        ObjectNode line = MAPPER.createObjectNode().put("file", file.toString());
        hash.frame().ifPresent(frame -> line.put("frame", frame));
        line.put("hash", hash.hash()).put("quality", hash.quality());
        if (hash.frame().isPresent()) {
            line.put("seconds", hash.seconds());
        }
        return MAPPER.writeValueAsString(line);
    }
}
