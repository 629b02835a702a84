package moderato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import moderato.jobs.Docker;
import moderato.jobs.LocalCommands;
import moderato.models.ModelEntry;
import moderato.models.ModelFile;
import moderato.models.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code moderato doctor}: what holds on this machine. */
@Command(name = "doctor", description = "Says what this machine has, and what to do about what is missing: cores, memory, disk, models, private mounts, Docker, python.", footer = {"",
        "Examples:", "  moderato doctor", "  moderato doctor --json"})
final class DoctorCommand implements Callable<Integer> {

    private static final int CORES = 2;
    private static final long MEMORY_MIB = 3_000;
    private static final long DISK_MIB = 2_000;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * One thing that was looked at.
     *
     * @param good whether all works that needs it
     * @param remedy what to do where it is not good; empty: nothing is needed, as it is only for some uses
     */
    private record Finding(String what, String found, boolean good, String remedy) {
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Finding> findings = findings();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode list = new ObjectMapper().createArrayNode();
            for (Finding finding : findings) {
                ObjectNode node = list.addObject().put("what", finding.what()).put("found", finding.found()).put("good", finding.good());
                if (!finding.good()) {
                    node.put("remedy", finding.remedy());
                }
            }
            out.println(list.toPrettyString());
            return ExitCode.OK;
        }
        for (Finding finding : findings) {
            out.printf("%s %-16s%s%n", finding.good() ? "\u2713" : "!", finding.what(), finding.found());
            if (!finding.good()) {
                out.printf("  %-16s%s%n", "", finding.remedy());
            }
        }
        return ExitCode.OK;
    }

    private List<Finding> findings() throws IOException, InterruptedException {
        Home kept = common.home();
        Path home = kept.folder();
        int cores = Runtime.getRuntime().availableProcessors();
        long memory = totalMemory() >> 20;
        long disk = existing(home).toFile().getUsableSpace() >> 20;
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("java", Runtime.version().toString(), true, ""));
        findings.add(new Finding("cores", String.valueOf(cores), cores >= CORES, "moderating a video will be slow"));
        findings.add(new Finding("memory", memory + " MiB", memory >= MEMORY_MIB, "it may be too little for every model at once"));
        findings.add(new Finding("home", home.toString(), existing(home).toFile().canWrite(), "it cannot be written to; give another one with --home or MODERATO_HOME"));
        findings.add(new Finding("home is private", kept.open() ? "no" : "yes", !kept.open(),
                "others on this machine can read what was seen and said in videos: chmod 700 " + home));
        findings.add(new Finding("disk free", disk + " MiB", disk >= DISK_MIB, "make room, or give a home on another disk with --home; moderato objects gc removes what nothing needs"));
        findings.add(models());
        findings.add(new Finding("private mounts", LocalCommands.possible() ? "yes" : "no", LocalCommands.possible(),
                "local commands that stand for images cannot run; they need Linux with root or user namespaces, or Docker"));
        findings.add(new Finding("own processes", LocalCommands.ownProcesses() ? "yes" : "no", LocalCommands.ownProcesses(),
                "a process of a job that leaves its session is not ended with the job"));
        Optional<String> docker = Docker.installed().problem();
        findings.add(new Finding("docker", docker.map(why -> "no: " + why).orElse("yes"), docker.isEmpty(), "images that nothing in the image map stands for cannot run; all else works without"));
        findings.add(program("python", "scripts of pipelines that are written in Python cannot run", "python3", "--version"));
        findings.add(program("pip", "requirements of an image map cannot be installed", "python3", "-m", "pip", "--version"));
        return findings;
    }

    private Finding models() throws IOException {
        ModelStore store = ModelStore.open(common.home().folder());
        List<String> lacking = new ArrayList<>();
        int wanted = 0;
        for (ModelEntry entry : store.manifest().entries()) {
            if (entry.byDefault()) {
                wanted++;
                for (ModelFile file : entry.files()) {
                    ModelStore.State state = store.state(file);
                    if (state != ModelStore.State.VERIFIED) {
                        lacking.add(entry.name() + " " + state.name().toLowerCase(Locale.ROOT));
                        break;
                    }
                }
            }
        }
        return new Finding("models", wanted - lacking.size() + " of " + wanted + " verified" + (lacking.isEmpty() ? "" : ": " + String.join(", ", lacking)), lacking.isEmpty(),
                "moderato models pull");
    }

    private static Finding program(String what, String without, String... command) throws InterruptedException {
        String answer = answer(command);
        boolean good = !answer.startsWith("not ") && !answer.equals("no answer");
        return new Finding(what, answer, good, without);
    }

    private static long totalMemory() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static Path existing(Path folder) {
        Path place = folder;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    /** The first line that a program prints, or why it has none. */
    private static String answer(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer";
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String first = text.lines().findFirst().orElse("");
            return process.exitValue() == 0 ? first : "not usable: " + first;
        } catch (IOException e) {
            return "not found";
        }
    }
}
