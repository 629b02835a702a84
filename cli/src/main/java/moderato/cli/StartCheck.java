package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import moderato.handlers.Functions;
import moderato.jobs.Docker;
import moderato.jobs.JobImages;
import moderato.jobs.JobServices;
import moderato.kernel.RunIdentity;
import moderato.objects.ObjectAddress;
import moderato.pipelines.Need;
import moderato.pipelines.PipelineProgram;
import moderato.pipelines.StepCache;

/**
 * What a pipeline lacks, said before anything of it runs.
 *
 * <p>What a step lacks that surely runs keeps the run from being started. A step in a branch, or one that the cache may know, gets a
 * warning: it may never need it. So does a step whose function nothing stands for: others may run before it, and may be all that is wanted.
 */
record StartCheck(Path file, Home home, ObjectNode settings, PrintWriter err) {

    /**
     * Looks at parameters, objects, models and images.
     *
     * @throws CommandException with 65 when parameters, objects or models are wrong or missing, with 69 when only images are
     */
    void check(PipelineProgram program, JsonNode input, RunIdentity run) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>(program.problems(input));
        if (!problems.isEmpty()) {
            throw refused(ExitCode.BAD_INPUT, problems);
        }
        JobServices jobs = Engines.jobs(home, Engines.store(home, settings), (job, line) -> {
        });
        List<Need> missing = new ArrayList<>();
        for (Need need : program.needs(input, run)) {
            try {
                if (!isThere(need, jobs)) {
                    missing.add(need);
                }
            } catch (IllegalArgumentException e) {
                problems.add("step " + need.step() + ": " + e.getMessage());
            }
        }
        List<Need> certain = certain(missing, run, input.path("Cache").asText("service"));
        List<Need> objects = of(certain, Need.Kind.OBJECT);
        objects.forEach(object -> problems.add("step " + object.step() + " reads " + object.name() + ", and nothing is there"));
        if (!objects.isEmpty()) {
            problems.add(howToPut(objects));
        }
        List<Need> models = of(certain, Need.Kind.MODEL);
        if (!models.isEmpty()) {
            problems.add(howToName(models));
        }
        List<Need> images = of(certain, Need.Kind.IMAGE);
        Optional<String> docker = images.isEmpty() ? Optional.empty() : Docker.installed().problem();
        docker.ifPresent(why -> problems.add(howToMap(images, why)));
        if (!problems.isEmpty()) {
            throw refused(docker.isPresent() && problems.size() == 1 ? ExitCode.UNAVAILABLE : ExitCode.BAD_INPUT, problems);
        }
    }

    private boolean isThere(Need need, JobServices jobs) throws IOException {
        return switch (need.kind()) {
            case OBJECT -> !jobs.store().list(ObjectAddress.parse(need.name())).isEmpty();
            case IMAGE -> jobs.images().standsFor(need.name(), settings);
            case FUNCTION -> new Functions(Map.of()).find(need.name(), settings).isPresent();
            case MODEL -> JobImages.model(need.name(), settings).isPresent() || jobs.descriptions().find("model", need.name()).isPresent();
        };
    }

    private static List<Need> of(List<Need> needs, Need.Kind kind) {
        return needs.stream().filter(need -> need.kind() == kind).toList();
    }

    /* Those that are needed in any case; for the others a warning. */
    private List<Need> certain(List<Need> missing, RunIdentity run, String mode) {
        StepCache cache = Engines.cache(home);
        List<Need> certain = new ArrayList<>();
        for (Need need : missing) {
            if (need.kind() != Need.Kind.FUNCTION && need.surely() && !(need.cached() && cache.knows(run.definitionName(), need.step(), mode))) {
                certain.add(need);
            } else {
                err.println("moderato: " + file + ": step " + need.step() + switch (need.kind()) {
                    case OBJECT -> " may read " + need.name() + ", and nothing is there";
                    case IMAGE -> " may run the image " + need.name() + ", and nothing in the image map stands for it";
                    case FUNCTION -> " calls the function " + need.name() + ", and nothing in the handlers file (--handlers) stands for it";
                    case MODEL -> " may serve the model " + need.name() + ", which nobody has made";
                });
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

    private static String howToName(List<Need> models) {
        String lines = models.stream().map(need -> "\n  \"" + need.name() + "\": {Image: URI, ModelDataUrl: \"s3://BUCKET/model.tar.gz\"}   # step " + need.step()).collect(Collectors.joining());
        return "nobody has made these models; run the pipeline that makes them, or write into the image map (--images FILE) what each is, as CreateModel's PrimaryContainer would say:\nmodels:" + lines;
    }

    private CommandException refused(int code, List<String> problems) {
        return new CommandException(code, file + ": " + String.join("\nmoderato: " + file + ": ", problems));
    }
}
