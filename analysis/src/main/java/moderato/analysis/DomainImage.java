package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Predicate;
import moderato.jobs.ExecutionParameters;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.jobs.ServingImage;
import moderato.models.ModelEntry;
import moderato.models.ModelStore;

/**
 * The built-in image that looks at pictures with the classifiers and detectors of a domain: {@code moderato/nudity-model},
 * {@code moderato/objects-model}.
 *
 * <p>It serves one picture a request, with the models in {@code /opt/ml/model}, and answers
 * {@code {"domains": {"<domain>": {"model", "findings", "scores"?}}, "cost"}}. A request that is no picture but {@code {}} is answered by
 * what {@code step.json} would say of each domain: {@code {"reports": [...]}}; a domain that cannot be looked at says so there, and so a
 * pipeline ends with a decision whatever fails. As many pictures are looked at at once as there are cores to use.
 */
public final class DomainImage implements ServingImage {

    private final String domain;
    private final Predicate<String> others;

    /** The image of a domain: {@code nudity}, {@code weapons}, ... */
    public DomainImage(String domain) {
        this(domain, other -> false);
    }

    /**
     * The image of a domain and of further ones.
     *
     * @param others which of the domains of the models it is given it looks for beside its own
     */
    public DomainImage(String domain, Predicate<String> others) {
        this.domain = domain;
        this.others = others;
    }

    @Override
    public Served load(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        ModelStore store = ModelStore.readOnly(folders.model());
        Map<String, DomainModels> models = new LinkedHashMap<>();
        List<ObjectNode> reports = new ArrayList<>();
        boolean failed = false;
        for (String each : domains(store)) {
            if (!AskedDomains.contain(each, configuration.environment())) {
                reports.add(report(each, StepReport.Status.NOT_REQUESTED, Optional.of("nobody asked for it"), List.of()));
                continue;
            }
            try {
                models.put(each, DomainModels.load(store, each, Optional.ofNullable(configuration.environment().get("MODERATO_MODELS"))));
                reports.add(report(each, StepReport.Status.ANALYSED, Optional.empty(), models.get(each).entries()));
            } catch (IOException | RuntimeException e) {
                failed = true;
                configuration.log().println(e.getMessage());
                reports.add(report(each, StepReport.Status.FAILED, Optional.of(String.valueOf(e.getMessage())), List.of()));
            }
        }
        return new Pictures(models, reports, failed, watch);
    }

    private Set<String> domains(ModelStore store) throws IOException {
        Set<String> more = new TreeSet<>();
        store.manifest().entries().stream().map(ModelEntry::task).filter(others).forEach(more::add);
        Set<String> all = new LinkedHashSet<>(List.of(domain));
        all.addAll(more);
        return all;
    }

    private static ObjectNode report(String domain, StepReport.Status status, Optional<String> reason, List<ModelEntry> models) throws IOException {
        return new StepReport(domain, status, reason, models, Map.of(), 0, 0).json();
    }

    /** The loaded models. */
    private static final class Pictures implements Served {

        private final Map<String, DomainModels> models;
        private final List<ObjectNode> reports;
        private final StepReport.Stopwatch watch;
        private final DoubleAdder processorSeconds = new DoubleAdder();
        private volatile boolean failed;

        Pictures(Map<String, DomainModels> models, List<ObjectNode> reports, boolean failed, StepReport.Stopwatch watch) {
            this.models = models;
            this.reports = reports;
            this.watch = watch;
            processorSeconds.add(watch.processorSeconds());
            this.failed = failed;
        }

        @Override
        public boolean keepable() {
            return !failed;
        }

        @Override
        public ExecutionParameters executionParameters() {
            return new ExecutionParameters(OptionalInt.of(Cores.toUse()), Optional.of(ExecutionParameters.BatchStrategy.SINGLE_RECORD), OptionalInt.empty());
        }

        @Override
        public byte[] predict(byte[] body, String contentType, String accept) throws IOException {
            ObjectNode answer = JsonLines.MAPPER.createObjectNode();
            if (body.length > 0 && body[0] == '{') {
                answer.putArray("reports").addAll(reports);
            } else if (!contentType.startsWith("image/")) {
                throw new IOException("a picture is expected (image/jpeg, image/png), or {} to ask for the models; not " + contentType);
            } else if (!models.isEmpty()) {
                look(body, answer.putObject("domains"));
            }
            answer.putObject("cost").put("wallSeconds", FindingJson.rounded(watch.wallSeconds(), 1e3))
                    .put("processorSeconds", FindingJson.rounded(processorSeconds.sum(), 1e3));
            return JsonLines.MAPPER.writeValueAsBytes(answer);
        }

        private void look(byte[] body, ObjectNode domains) throws IOException {
            StepReport.Stopwatch request = new StepReport.Stopwatch();
            try (Turn.Held _ = Turn.PICTURES.take();
                    Bitmap picture = Bitmap.decode(body, "the request's body")) {
                for (Map.Entry<String, DomainModels> each : models.entrySet()) {
                    domains.set(each.getKey(), answer(each.getValue(), picture));
                }
            }
            processorSeconds.add(request.processorSeconds());
        }

        private ObjectNode answer(DomainModels models, Bitmap picture) {
            try {
                return models.answer(picture);
            } catch (IOException | RuntimeException e) {
                failed = true;
                return JsonLines.MAPPER.createObjectNode().put("failed", String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void close() {
            models.values().forEach(DomainModels::close);
        }
    }
}
