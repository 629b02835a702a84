package moderato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import moderato.analysis.ContentHasher;
import moderato.media.Sampling;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;
import moderato.moderation.Domains;
import moderato.moderation.Policy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How videos are looked at and decided on. */
final class ModerateOptions {

    @Option(names = "--policy", paramLabel = "FILE", description = "the policy to decide by (default: the one that comes with the program)")
    private @Nullable Path policy;

    @Option(names = "--domains", paramLabel = "a,b,c", split = ",", description = "what to look for: known, nudity, objects, faces, text, speech, toxicity, and the domains of "
            + "your own models (default: all)")
    private List<String> domains = new ArrayList<>();

    @Option(names = "--frames-per-second", paramLabel = "N", description = "how many frames to look at (default: adaptive, up to 4 a second where something happens)")
    private String framesPerSecond = "adaptive";

    @Option(names = "--watchlist", paramLabel = "LIST", description = "look for the people of this list; make one with: moderato faces enroll")
    private @Nullable String watchlist;

    @Option(names = "--hash-list", paramLabel = "FILE", arity = "1..*", description = "known content to look for: lines of hash,label; make one with: moderato hash --label LABEL")
    private List<Path> hashLists = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "N", description = "how much is looked at at a time (default: one a core); the result does not depend on it")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--isolate", description = "run each step in a JVM of its own, with nothing but its /opt/ml: slower, for what you trust least")
    private boolean isolate;

    @Option(names = "--keep", paramLabel = "DURATION", description = "how long frames, sound, and what was said, read and seen are kept after the decision, such as 12h or 7d "
            + "(default: not at all)")
    private String keep = "0h";

    /** The policy, read and checked. */
    Policy policy() throws IOException {
        return policy == null ? Policy.standard() : Policy.load(policy);
    }

    /**
     * What to look for.
     *
     * @throws CommandException when a domain is unknown
     */
    List<String> domains(ModelStore store) {
        Set<String> known = new LinkedHashSet<>(Domains.STANDARD);
        store.manifest().entries().stream().map(ModelEntry::task).sorted().forEach(known::add);
        if (domains.isEmpty()) {
            return List.copyOf(known);
        }
        Set<String> unknown = new TreeSet<>(domains);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "--domains: nothing looks for " + String.join(", ", unknown) + "; known are " + String.join(", ", known)
                    + " (a model of yours adds a domain: moderato models add)");
        }
        Set<String> wanted = new LinkedHashSet<>(domains);
        if (wanted.contains(Domains.TOXICITY) && !wanted.contains(Domains.TEXT)) {
            wanted.add(Domains.SPEECH);
        }
        return known.stream().filter(wanted::contains).toList();
    }

    /**
     * Refuses what is wrong for every video before any is looked at.
     *
     * @throws CommandException wrong usage
     */
    void check(ModelStore store) throws IOException {
        domains(store);
        keep();
        if (threads < 1) {
            throw new CommandException(ExitCode.USAGE, "--threads: at least 1, not " + threads);
        }
        for (Path list : hashLists) {
            if (!Files.isRegularFile(list)) {
                throw new CommandException(ExitCode.BAD_INPUT, Shown.path(list) + (Files.exists(list) ? ": is no file; a hash list is a file of lines of hash,label"
                        : ": no such file"));
            }
            if (!Files.isReadable(list)) {
                throw new CommandException(ExitCode.BAD_INPUT, Shown.path(list) + ": may not be read (permissions)");
            }
            Optional<String> faults = ContentHasher.faults(list);
            if (faults.isPresent()) {
                throw new CommandException(ExitCode.BAD_INPUT, faults.get());
            }
        }
        try {
            Sampling.parse(framesPerSecond);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--frames-per-second: " + e.getMessage());
        }
    }

    /** The policy as it was given: a file, or the name of a shipped one. */
    Path policyFile() {
        return policy == null ? Path.of("") : policy;
    }

    /** How many frames to look at: adaptive, or a number. */
    String framesPerSecond() {
        return framesPerSecond;
    }

    /** The lists of known content. */
    List<Path> hashLists() {
        return List.copyOf(hashLists);
    }

    /**
     * The file of the list of people to look for.
     *
     * @throws CommandException when there is no such list
     */
    Optional<Path> watchlist(Home home) {
        Optional<Path> file = Optional.ofNullable(watchlist).map(name -> home.folder().resolve("watchlists").resolve(name));
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            throw new CommandException(ExitCode.BAD_INPUT, "there is no watchlist '" + watchlist + "'; moderato faces list shows those that are kept");
        }
        return file;
    }

    /** How much is looked at at a time. */
    int threads() {
        return threads;
    }

    /**
     * How long frames, sound and words are kept after the decision.
     *
     * @throws CommandException when it is no duration
     */
    Duration keep() {
        if (!keep.matches("\\d{1,5}[hd]")) {
            throw new CommandException(ExitCode.USAGE, "--keep: '" + keep + "' is no duration; write hours or days: 12h, 7d");
        }
        long count = Long.parseLong(keep.substring(0, keep.length() - 1));
        return keep.endsWith("d") ? Duration.ofDays(count) : Duration.ofHours(count);
    }

    /** Whether each step runs in a JVM of its own. */
    boolean isolate() {
        return isolate;
    }
}
