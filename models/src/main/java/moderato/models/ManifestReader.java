package moderato.models;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads manifest files: archives under {@code archives}, models under {@code models}, as {@code docs/models.md} describes them.
 */
final class ManifestReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> TASKS = Set.of("nudity", "objects", "faces", "text", "speech", "toxicity");

    private final Taxonomy taxonomy;

    ManifestReader(Taxonomy taxonomy) {
        this.taxonomy = taxonomy;
    }

    List<ModelEntry> read(String file, String text) throws ManifestException {
        Problems problems = new Problems();
        Yaml.Fields root = Yaml.parse(file, text).fields(problems, "archives", "models");
        Map<String, Archive> archives = new LinkedHashMap<>();
        Optional<Yaml> listed = root.optional("archives");
        if (listed.isPresent()) {
            Map<String, Yaml> named = listed.get().members();
            for (Map.Entry<String, Yaml> archive : named.entrySet()) {
                problems.read(() -> archive(archive.getKey(), archive.getValue())).ifPresent(read -> archives.put(archive.getKey(), read));
            }
            // A file of an archive that is wrong would be told to be wrong, too.
            if (archives.size() < named.size()) {
                problems.check();
            }
        }
        List<ModelEntry> entries = new ArrayList<>();
        for (Map.Entry<String, Yaml> model : root.required("models").members().entrySet()) {
            problems.read(() -> model(model.getKey(), model.getValue(), archives)).ifPresent(entries::add);
        }
        problems.check();
        return entries;
    }

    private Archive archive(String name, Yaml yaml) throws ManifestException {
        Yaml.Fields fields = yaml.fields("file", "sha256", "bytes", "folder", "pypi", "npm", "maven", "url");
        List<Source> sources = sources(fields);
        if (sources.isEmpty()) {
            throw yaml.wrong("archive \"" + name + "\" names no source: one of folder, pypi, npm, maven, url");
        }
        return new Archive(
                name,
                fields.required("file").text(),
                sha256(fields.required("sha256")),
                fields.required("bytes").whole(),
                sources);
    }

    private static List<Source> sources(Yaml.Fields fields) throws ManifestException {
        List<Source> sources = new ArrayList<>();
        Optional<Yaml> folder = fields.optional("folder");
        if (folder.isPresent()) {
            sources.add(new Source.Folder(folder.get().text()));
        }
        Optional<Yaml> pypi = fields.optional("pypi");
        if (pypi.isPresent()) {
            sources.add(new Source.Pypi(specifier(pypi.get(), "[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+", "name==version")));
        }
        Optional<Yaml> npm = fields.optional("npm");
        if (npm.isPresent()) {
            sources.add(new Source.Npm(specifier(npm.get(), "(@[a-z0-9._-]+/)?[a-z0-9._-]+@[a-z0-9._+-]+", "name@version")));
        }
        Optional<Yaml> maven = fields.optional("maven");
        if (maven.isPresent()) {
            sources.add(new Source.Maven(
                    specifier(maven.get(), "[\\w.-]+:[\\w.-]+:[\\w.+-]+", "group:artifact:version")));
        }
        Optional<Yaml> url = fields.optional("url");
        if (url.isPresent()) {
            sources.add(new Source.Url(URI.create(specifier(url.get(), "https?://[^\\s\"<>\\\\^`{|}]+", "https://host/path"))));
        }
        return sources;
    }

    // What is written here becomes an argument of pip, npm or mvn: nothing may look like an option or a second argument.
    private static String specifier(Yaml yaml, String pattern, String shape) throws ManifestException {
        String text = yaml.text();
        if (!text.matches(pattern)) {
            throw yaml.wrong("\"" + text + "\" is not of the form " + shape);
        }
        return text;
    }

    private static String sha256(Yaml yaml) throws ManifestException {
        if (!SHA256.matcher(yaml.text()).matches()) {
            throw yaml.wrong("\"" + yaml.text() + "\" is no SHA-256: 64 digits 0-9a-f are expected");
        }
        return yaml.text();
    }

    private ModelEntry model(String name, Yaml yaml, Map<String, Archive> archives) throws ManifestException {
        if (!NAME.matcher(name).matches()) {
            throw yaml.wrong("\"" + name + "\" is no model name: small letters, digits, hyphens and points");
        }
        Problems problems = new Problems();
        Yaml.Fields fields = yaml.fields(
                problems, "version", "task", "default", "licence", "attribution", "adapter", "files", "threshold", "labels");
        Optional<Adapter> adapter = problems.read(() -> new AdapterReader().read(fields.required("adapter")));
        // An adapter that cannot be read may be any.
        boolean own = adapter.isEmpty() || adapter.get() instanceof Adapter.Own;
        Optional<List<ModelFile>> files = problems.read(() -> files(name, fields, own, archives));
        Optional<String> version = problems.read(() -> fields.required("version").text());
        Optional<String> task = problems.read(() -> task(fields.required("task")));
        Optional<Boolean> byDefault = problems.read(() -> fields.optional("default").isPresent() && fields.required("default").truth());
        Optional<String> licence = problems.read(() -> fields.required("licence").text());
        Optional<String> attribution = problems.read(() -> fields.required("attribution").text());
        Optional<List<Label>> labels = problems.read(() -> labels(name, yaml, fields, own));
        problems.check();
        if (adapter.orElseThrow() instanceof Adapter.Classifier classifier && classifier.activation() == Adapter.Activation.SOFTMAX
                && labels.orElseThrow().size() == 1) {
            throw fields.required("adapter").wrong("softmax of one output is always 1: give \"activation: sigmoid\", or \"none\"");
        }
        return new ModelEntry(
                name,
                version.orElseThrow(),
                task.orElseThrow(),
                byDefault.orElseThrow(),
                licence.orElseThrow(),
                attribution.orElseThrow(),
                adapter.orElseThrow(),
                files.orElseThrow(),
                labels.orElseThrow());
    }

    private static List<ModelFile> files(String name, Yaml.Fields fields, boolean own, Map<String, Archive> archives) throws ManifestException {
        Problems problems = new Problems();
        List<ModelFile> files = new ArrayList<>();
        for (Map.Entry<String, Yaml> file : fields.required("files").members().entrySet()) {
            problems.read(() -> file(file.getKey(), file.getValue(), archives)).ifPresent(files::add);
        }
        problems.check();
        if (!own && files.stream().noneMatch(file -> file.role().equals("model"))) {
            throw fields.required("files").wrong("model \"" + name + "\" has no file \"model\"");
        }
        return files;
    }

    private String task(Yaml yaml) throws ManifestException {
        Set<String> domains = taxonomy.domains();
        if (TASKS.contains(yaml.text()) || domains.contains(yaml.text())) {
            return yaml.text();
        }
        throw yaml.wrong("\"" + yaml.text() + "\" is no task: " + String.join(", ", new TreeSet<>(TASKS))
                + ", or a name of the taxonomy: " + String.join(", ", domains));
    }

    private static ModelFile file(String role, Yaml yaml, Map<String, Archive> archives) throws ManifestException {
        Yaml.Fields fields = yaml.fields("path", "sha256", "bytes", "archive", "folder", "url");
        Optional<Archive> archive = Optional.empty();
        Optional<Yaml> reference = fields.optional("archive");
        if (reference.isPresent()) {
            archive = Optional.ofNullable(archives.get(reference.get().text()));
            if (archive.isEmpty()) {
                throw reference.get().wrong("archive \"" + reference.get().text() + "\" is not in this file's \"archives\"");
            }
        }
        List<Source> sources = sources(fields);
        if (archive.isEmpty() && sources.isEmpty()) {
            throw yaml.wrong("file \"" + role + "\" names no source: one of archive, folder, url");
        }
        return new ModelFile(
                role,
                fields.required("path").text(),
                sha256(fields.required("sha256")),
                fields.required("bytes").whole(),
                archive,
                sources);
    }

    private List<Label> labels(String name, Yaml yaml, Yaml.Fields fields, boolean own) throws ManifestException {
        Optional<Yaml> common = fields.optional("threshold");
        double threshold = common.isPresent() ? common.get().fraction() : 0.5;
        Optional<Yaml> listed = fields.optional("labels");
        if (listed.isEmpty()) {
            if (own) {
                return List.of();
            }
            throw yaml.wrong("model \"" + name + "\" has no label list: name every class of the network, in its order");
        }
        List<Label> labels = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Problems problems = new Problems();
        for (Yaml item : listed.get().items()) {
            problems.read(() -> {
                Label label = label(item, threshold);
                if (!seen.add(label.name())) {
                    throw item.wrong("label \"" + label.name() + "\" stands here twice");
                }
                return label;
            }).ifPresent(labels::add);
        }
        problems.check();
        if (labels.isEmpty()) {
            throw listed.get().wrong("the label list is empty");
        }
        return labels;
    }

    private Label label(Yaml item, double threshold) throws ManifestException {
        if (item.isScalar()) {
            throw item.wrong("label \"" + item.text() + "\" is not mapped: write {label: " + item.text()
                    + ", place: <name in the taxonomy, or search, or ignore>}");
        }
        Yaml.Fields fields = item.fields("label", "place", "threshold");
        String label = fields.required("label").text();
        Yaml place = fields.optional("place")
                .orElseThrow(() -> item.wrong("label \"" + label
                        + "\" is not mapped: give its \"place\": a name of the taxonomy, search, or ignore"));
        Optional<Yaml> own = fields.optional("threshold");
        double least = own.isPresent() ? own.get().fraction() : threshold;
        String name = place.text();
        return switch (name) {
            case "search" -> new Label(label, Label.Use.SEARCH, List.of(), least);
            case "ignore" -> new Label(label, Label.Use.IGNORE, List.of(), least);
            default -> new Label(
                    label,
                    Label.Use.EVIDENCE,
                    taxonomy.path(name).orElseThrow(() -> place.wrong("\"" + name + "\" is no name of the taxonomy")),
                    least);
        };
    }

    /** Reads the {@code adapter} part of an entry. */
    private static final class AdapterReader {

        private static final int LARGEST = 4096;
        private static final List<String> PICTURE = List.of(
                "kind", "width", "height", "layout", "colour", "mean", "scale", "fit", "filter", "padding");

        Adapter read(Yaml yaml) throws ManifestException {
            Optional<Yaml> kind = Optional.ofNullable(yaml.members().get("kind"));
            if (kind.isEmpty()) {
                throw yaml.wrong("\"kind\" is missing: classifier, yolox, yolov8, or own");
            }
            return switch (kind.get().text()) {
                case "own" -> {
                    yaml.fields("kind");
                    yield new Adapter.Own();
                }
                case "classifier" -> {
                    Yaml.Fields fields = fields(yaml, "resize-width", "resize-height", "jpeg-quality", "activation");
                    yield new Adapter.Classifier(input(yaml, fields), fields.required("activation").oneOf(Adapter.Activation.class));
                }
                case "yolox" -> {
                    Yaml.Fields fields = fields(yaml, "score", "overlap", "per-class");
                    yield new Adapter.Yolox(input(yaml, fields), suppression(fields));
                }
                case "yolov8" -> {
                    Yaml.Fields fields = fields(yaml, "score", "overlap", "per-class");
                    yield new Adapter.YoloV8(input(yaml, fields), suppression(fields));
                }
                default -> throw kind.get().wrong("\"" + kind.get().text() + "\" is no adapter: classifier, yolox, yolov8, or own");
            };
        }

        private static Yaml.Fields fields(Yaml yaml, String... more) throws ManifestException {
            return yaml.fields(Stream.concat(PICTURE.stream(), Stream.of(more)).toArray(String[]::new));
        }

        private static Adapter.Suppression suppression(Yaml.Fields fields) throws ManifestException {
            return new Adapter.Suppression(
                    fields.required("score").fraction(),
                    fields.required("overlap").fraction(),
                    fields.required("per-class").truth());
        }

        private static PictureInput input(Yaml yaml, Yaml.Fields fields) throws ManifestException {
            int width = fields.required("width").whole(1, LARGEST);
            int height = fields.required("height").whole(1, LARGEST);
            Optional<Yaml> resizeWidth = fields.optional("resize-width");
            Optional<Yaml> resizeHeight = fields.optional("resize-height");
            Optional<Yaml> padding = fields.optional("padding");
            Optional<Yaml> quality = fields.optional("jpeg-quality");
            try {
                return new PictureInput(
                        width,
                        height,
                        fields.required("layout").oneOf(PictureInput.Layout.class),
                        fields.required("colour").oneOf(PictureInput.Colour.class),
                        three(fields.required("mean")),
                        scale(fields.required("scale")),
                        fields.required("fit").oneOf(PictureInput.Fit.class),
                        fields.required("filter").oneOf(PictureInput.Filter.class),
                        padding.isPresent() ? padding.get().whole(0, 255) : 0,
                        resizeWidth.isPresent() ? resizeWidth.get().whole(1, LARGEST) : width,
                        resizeHeight.isPresent() ? resizeHeight.get().whole(1, LARGEST) : height,
                        quality.isPresent() ? OptionalInt.of(quality.get().whole(1, 100)) : OptionalInt.empty());
            } catch (IllegalArgumentException e) {
                throw yaml.wrong(String.valueOf(e.getMessage()));
            }
        }

        private static List<Double> scale(Yaml yaml) throws ManifestException {
            List<Double> scale = three(yaml);
            if (scale.contains(0.0)) {
                throw yaml.wrong("nothing can be divided by 0");
            }
            return scale;
        }

        private static List<Double> three(Yaml yaml) throws ManifestException {
            if (yaml.isScalar()) {
                return List.of(yaml.number(), yaml.number(), yaml.number());
            }
            List<Double> values = new ArrayList<>();
            for (Yaml item : yaml.items()) {
                values.add(item.number());
            }
            if (values.size() != 3) {
                throw yaml.wrong("one value, or three, are expected here");
            }
            return values;
        }
    }
}
