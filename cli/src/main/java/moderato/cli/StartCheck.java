package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import moderato.jobs.Docker;
import moderato.jobs.JobImages;
import moderato.kernel.RunIdentity;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.pipelines.Need;
import moderato.pipelines.PipelineProgram;
import moderato.pipelines.StepCache;

/**
 * What a pipeline lacks, said before anything of it runs.
 *
 * <p>What a step lacks that surely runs keeps the run from being started. A step in a branch, or one that the cache may know, gets a
 * warning: it may never need it.
 */
record StartCheck(Path file, Home home, ObjectNode settings, PrintWriter err) {

    /**
     * Looks at parameters, objects and images.
     *
     * @throws CommandException with 65 when parameters or objects are wrong or missing, with 69 when only images are
     */
    void check(PipelineProgram program, JsonNode input, RunIdentity run) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>(program.problems(input));
        if (!problems.isEmpty()) {
            throw refused(ExitCode.BAD_INPUT, problems);
        }
        List<Need> needs = program.needs(input, run);
        List<Need> objects = new ArrayList<>();
        ObjectStore store = Engines.store(home, settings);
        for (Need need : needs) {
            if (need.kind() == Need.Kind.OBJECT) {
                Optional<String> wrong = wrong(need.name());
                if (wrong.isPresent()) {
                    problems.add("step " + need.step() + ": " + wrong.get());
                } else if (store.list(ObjectAddress.parse(need.name())).isEmpty()) {
                    objects.add(need);
                }
            }
        }
        StepCache cache = Engines.cache(home);
        String mode = input.path("Cache").asText("service");
        List<Need> lacking = certain(objects, cache, run, mode);
        for (Need object : lacking) {
            problems.add("step " + object.step() + " reads " + object.name() + ", and nothing is there");
        }
        if (!lacking.isEmpty()) {
            problems.add(howToPut(lacking));
        }
        JobImages images = Engines.images(home);
        List<Need> unknown = certain(needs.stream().filter(need -> need.kind() == Need.Kind.IMAGE && !images.standsFor(need.name(), settings)).toList(), cache, run, mode);
        Optional<String> docker = unknown.isEmpty() ? Optional.empty() : Docker.installed().problem();
        docker.ifPresent(why -> problems.add(howToMap(unknown, why)));
        if (!problems.isEmpty()) {
            throw refused(docker.isPresent() && problems.size() == 1 ? ExitCode.UNAVAILABLE : ExitCode.BAD_INPUT, problems);
        }
    }

    /* Those that are needed in any case; for the others a warning. */
    private List<Need> certain(List<Need> lacking, StepCache cache, RunIdentity run, String mode) {
        List<Need> certain = new ArrayList<>();
        for (Need need : lacking) {
            if (need.surely() && !(need.cached() && cache.knows(run.definitionName(), need.step(), mode))) {
                certain.add(need);
            } else {
                err.println("moderato: " + file + ": step " + need.step() + (need.kind() == Need.Kind.OBJECT ? " may read " + need.name() + ", and nothing is there"
                        : " may run the image " + need.name() + ", and nothing in the image map stands for it"));
            }
        }
        err.flush();
        return certain;
    }

    private static String howToPut(List<Need> objects) {
        String first = objects.getFirst().name();
        TreeSet<String> buckets = objects.stream().map(need -> "--map s3://" + ObjectAddress.parse(need.name()).bucket() + "=FOLDER:rw").collect(Collectors.toCollection(TreeSet::new));
        return "put objects there (moderato objects put FILE " + first + "), or let a folder stand for a bucket or for a part of it (" + String.join(" ", buckets) + ")";
    }

    private static String howToMap(List<Need> images, String docker) {
        String lines = images.stream().map(need -> "\n  \"" + need.name() + "\": {command: [PROGRAM, ARGUMENT...]}   # step " + need.step()).collect(Collectors.joining());
        return "nothing stands for these images, and Docker cannot run them (" + docker + "). Install and start Docker, or write into a file what stands for each and give it with "
                + "--images FILE; * in a URI stands for any text, and a program that the request names itself, such as python3 with a script, is run as it says:\nimages:" + lines;
    }

    private CommandException refused(int code, List<String> problems) {
        return new CommandException(code, file + ": " + String.join("\nmoderato: " + file + ": ", problems));
    }

    private static Optional<String> wrong(String address) {
        try {
            ObjectAddress.parse(address);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
