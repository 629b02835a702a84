package moderato.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moderato doctor}: what holds on this machine. */
@Command(name = "doctor", description = "Says what this machine has: cores, memory, disk, python, npm, Docker, private mounts, models.", footer = {"",
        "Example:", "  moderato doctor"})
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> findings = new LinkedHashMap<>();
        findings.put("java", Runtime.version().toString());
        findings.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        findings.put("memory", (totalMemory() >> 20) + " MiB");
        findings.put("home", common.home().folder().toString());
        findings.put("disk free", (existing(common.home().folder()).toFile().getUsableSpace() >> 20) + " MiB");
        findings.put("maven", answer("mvn", "--version"));
        findings.put("python", answer("python3", "--version"));
        findings.put("pip", answer("python3", "-m", "pip", "--version"));
        findings.put("npm", answer("npm", "--version"));
        findings.put("docker", answer("docker", "info", "--format", "{{.ServerVersion}}"));
        findings.put("private mounts", answer("unshare", "--user", "--map-root-user", "--mount", "true").equals("not found") ? "no" : mounts());
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach((what, found) -> out.printf("%-16s%s%n", what, found));
        return ExitCode.OK;
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

    private static String mounts() throws InterruptedException {
        return answer("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs none /mnt && echo yes");
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
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
            String first = text.lines().findFirst().orElse("");
            return process.exitValue() == 0 ? first : "not usable: " + first;
        } catch (IOException e) {
            return "not found";
        }
    }
}
